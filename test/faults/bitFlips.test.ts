import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildFolder } from "../../loaders/artefacts/prepareData.js";
import { DataError } from "../../src/model/dataError.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import {
  dailyFiles,
  flipBit,
  preparedHashes,
  readTree,
  seededNumbers,
  touchInput,
} from "./smallWorkspace.js";

/** `RISKBOOK_FLIPS=12` takes the first of the same flips alone. */
const flips = Number(process.env["RISKBOOK_FLIPS"] ?? 200);

/** The artefacts' hashes, or "error" when the damage was noticed. */
async function outcome(dir: string): Promise<Record<string, string> | "error"> {
  try {
    return await preparedHashes(dir);
  } catch (error) {
    if (error instanceof DataError) return "error";
    throw error;
  }
}

function groupBy(paths: readonly string[], keyOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) groups.set(keyOf(path), [...(groups.get(keyOf(path)) ?? []), path]);
  return groups;
}

/** The ending of a stored file, or `manifest`. */
function kindOf(path: string): string {
  return path.endsWith("manifest.json") ? "manifest" : (path.split(".").at(-1) ?? "");
}

test(
  `none of ${flips} flipped bits in stored files changes an artefact without an error`,
  { timeout: 600_000 },
  async () => {
    const dir = await workspaceFolder(dailyFiles);
    const store = join(buildFolder(await readWorkspace(dir)), "store");
    const clean = await preparedHashes(dir);
    const built = await readTree(store);
    await cp(store, `${dir}/kept`, { recursive: true });
    await touchInput(dir, "k2");
    const touched = await preparedHashes(dir);
    expect(touched).not.toEqual(clean);

    const restore = async (): Promise<void> => {
      await rm(store, { recursive: true });
      await cp(`${dir}/kept`, store, { recursive: true });
    };
    const random = seededNumbers(20_240_301);
    const byKind = groupBy([...built.keys()], kindOf);
    const kinds = [...byKind.keys()].toSorted((a, b) => (a < b ? -1 : 1));
    expect(kinds).toEqual(["arrow", "bin", "json", "manifest", "parquet"]);
    const noticed = { plain: 0, touched: 0 };
    for (let flip = 0; flip < flips; flip++) {
      const paths = byKind.get(kinds[flip % kinds.length] ?? "") ?? [];
      const path = paths[random(paths.length)] ?? "";
      const bytes = built.get(path) ?? Buffer.alloc(0);
      const bit = random(bytes.length * 8);
      for (const [name, wanted] of [
        ["plain", clean],
        ["touched", touched],
      ] as const) {
        await restore();
        await writeFile(path, flipBit(bytes, bit));
        if (name === "plain") await writeFile(join(dir, "reviews/2.csv"), dailyFiles["reviews/2.csv"] ?? "");
        else await touchInput(dir, "k2");
        const found = await outcome(dir);
        if (found === "error") noticed[name]++;
        else expect(found, `bit ${bit} of ${path}, ${name}`).toEqual(wanted);
      }
    }
    // A test that never meets damage cannot fail. Builds read few of the files: what did not change is reused.
    expect(noticed.touched).toBeGreaterThan(flips / 10);
    expect(noticed.plain).toBeGreaterThan(flips / 10);
  },
);
