import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { isImage } from "../../loaders/replay/hitTable.js";
import { differingBits } from "../fixtures/imageWorkspace.js";
import { replayFolder } from "../fixtures/tinyWorkspace.js";
import { tempFolder } from "../sources/tempFolder.js";
import { rowsIn, simulateFiles } from "./simulated.js";

test("the replay of a simulated workspace has the image hits that counted bits give, item by item", async () => {
  const files = simulateFiles({ seed: 5, days: 5, items: 8000 });
  const dir = await tempFolder({});
  for (const [path, text] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  const { replay } = await replayFolder(dir);
  const { terms, partitions, readHits, hashedItems } = replay.open();
  const found: string[] = [];
  for (const { partition } of partitions) {
    const { itemIds, table } = await readHits(partition);
    for (const [row, flags] of table.flags.entries()) {
      if ((flags & isImage) === 0) continue;
      const term = terms[table.term[row] ?? -1]?.termId;
      found.push(`${itemIds[table.item[row] ?? -1]} ${term} ${table.end[row]}`);
    }
  }
  const images = terms.filter(({ kind }) => kind === "image");
  const hashed = rowsIn(files, "items").filter((item) => item["image_hash"] !== "");
  const expected = hashed.flatMap((item) =>
    images.flatMap(({ term, termId, radius = 31 }) => {
      const distance = differingBits(item["image_hash"] ?? "", term);
      return distance <= radius ? [`${item["item_id"]} ${termId} ${distance}`] : [];
    }),
  );
  expect(hashedItems).toEqual({ image: hashed.length, video: 0 });
  expect(expected.length).toBeGreaterThan(10);
  expect(found.toSorted()).toEqual(expected.toSorted());
});
