import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";
import { exampleFiles, ingestFolder } from "./exampleWorkspace.js";

const yaml = (reviews: string, asOf = "2024-03-01T00:00:00Z") =>
  exampleFiles["workspace.yaml"]
    .replace("path: reviews.ndjson", `path: reviews.ndjson\n    ${reviews}`)
    .replace("2024-03-01T00:00:00Z", asOf);

const keepLast = yaml("onError: keepLast");
const at = (text: string) => Date.parse(text);

async function folder(files: Readonly<Record<string, string>>) {
  return tempFolder({ ...exampleFiles, ...files });
}

test("a source that is gone keeps its last good rows where it may, says since when, and is tried again", async () => {
  const dir = await folder({ "workspace.yaml": keepLast });
  const first = await ingestFolder(dir);
  expect(first.degraded).toEqual([]);
  await rm(join(dir, "reviews.ndjson"));
  await writeFile(join(dir, "posts.csv"), `${exampleFiles["posts.csv"]}p3,a leek,en,2024-02-05T00:00:00Z\n`);
  await writeFile(join(dir, "workspace.yaml"), yaml("onError: keepLast", "2024-03-02T00:00:00Z"));
  const reason = `${join(dir, "reviews.ndjson")}: expected a file, got none`;
  const kept = await ingestFolder(dir);
  expect(kept.degraded).toEqual([{ source: "reviews", reason, since: at("2024-03-01T00:00:00Z") }]);
  expect(kept.reason).toBe(
    `workspace.yaml changed; 1 of 1 file of posts changed; reviews kept as of 2024-03-01T00:00:00Z (${reason})`,
  );
  expect(kept.tables["review_event"]).toEqual(first.tables["review_event"]);
  expect(kept.tables["item"]).toHaveLength(3);
  const again = await ingestFolder(dir);
  expect([again.ran, again.reason]).toEqual([
    true,
    `tried again; reviews kept as of 2024-03-01T00:00:00Z (${reason})`,
  ]);
  await writeFile(join(dir, "reviews.ndjson"), exampleFiles["reviews.ndjson"]);
  const mended = await ingestFolder(dir);
  expect([mended.degraded, mended.counts[1]?.rows]).toEqual([[], 3]);
});

test("a source with too many rejected rows, or a file that cannot be read, keeps its last good rows too", async () => {
  const dir = await folder({ "workspace.yaml": keepLast });
  const first = await ingestFolder(dir);
  for (const [text, reason] of [
    [
      exampleFiles["reviews.ndjson"].replace('"bad"', '"worse"'),
      "expected at most a share of 0 of the rows to be rejected, got 1 of 3",
    ],
    ["", `${join(dir, "reviews.ndjson")}: expected a JSON object a line, got an empty file`],
  ] as const) {
    await writeFile(join(dir, "reviews.ndjson"), text);
    const kept = await ingestFolder(dir);
    expect(kept.degraded).toMatchObject([{ source: "reviews", reason }]);
    expect([kept.tables, kept.counts, kept.rejected]).toEqual([first.tables, first.counts, first.rejected]);
  }
});

test("a broken source stops an ingest by default, and where there is nothing good to keep", async () => {
  const gone = ["reviews.ndjson: expected a file, got none"];
  const strict = await folder({});
  await ingestFolder(strict);
  await rm(join(strict, "reviews.ndjson"));
  expect(await issuesOf(strict, () => ingestFolder(strict))).toEqual(gone);
  const fresh = await folder({ "workspace.yaml": keepLast });
  await rm(join(fresh, "reviews.ndjson"));
  expect(await issuesOf(fresh, () => ingestFolder(fresh))).toEqual(gone);
  const other = await folder({ "workspace.yaml": keepLast });
  await ingestFolder(other);
  await rm(join(other, "reviews.ndjson"));
  await writeFile(join(other, "workspace.yaml"), keepLast.replace("stage: human", "stage: qa")); // what is stored was read another way
  expect(await issuesOf(other, () => ingestFolder(other))).toEqual(gone);
});

test("freshness holds the newest accepted time of a source against asOf", async () => {
  const statusAt = async (asOf: string, reviews = exampleFiles["reviews.ndjson"]) => {
    const freshness = "freshness: {column: at, warnAfter: 36h, errorAfter: 7d}";
    const dir = await folder({
      "workspace.yaml": `maxRejectedShare: 1\n${yaml(freshness, asOf)}`,
      "reviews.ndjson": reviews,
    });
    const found = (await ingestFolder(dir)).freshness;
    expect((await ingestFolder(dir)).freshness).toEqual(found);
    return found;
  };
  const newestAt = at("2024-02-03T10:00:00Z");
  expect(await statusAt("2024-02-04T22:00:00Z")).toEqual([{ source: "reviews", newestAt, status: "fresh" }]);
  expect(await statusAt("2024-02-04T22:00:01Z")).toEqual([{ source: "reviews", newestAt, status: "stale" }]);
  expect(await statusAt("2024-02-10T10:00:01Z")).toEqual([
    { source: "reviews", newestAt, status: "expired" },
  ]);
  const unknown = exampleFiles["reviews.ndjson"].replace('"post":"p2"', '"post":"p9"'); // the newest row names no item
  expect((await statusAt("2024-03-01T00:00:00Z", unknown))[0]?.newestAt).toBe(at("2024-02-02T10:00:00Z"));
  expect(
    await statusAt(
      "2024-03-01T00:00:00Z",
      exampleFiles["reviews.ndjson"].replaceAll('"post":"p', '"post":"q'),
    ),
  ).toEqual([{ source: "reviews", newestAt: null, status: "expired" }]);
});

test("freshness of a package's source is that of its newest release", async () => {
  const text = exampleFiles["workspace.yaml"].replace(
    "path: words/*.csv",
    "path: words/*.csv\n    freshness: {column: released, warnAfter: 10d}",
  );
  const dir = await folder({ "workspace.yaml": text });
  expect((await ingestFolder(dir)).freshness).toEqual([
    { source: "words", newestAt: at("2024-02-01T00:00:00Z"), status: "stale" },
  ]);
});

test("freshness that cannot be measured is refused with its place in workspace.yaml", async () => {
  const refused = async (freshness: string) => {
    const dir = await folder({ "workspace.yaml": yaml(freshness) });
    return issuesOf(dir, () => ingestFolder(dir));
  };
  expect(await refused("freshness: {column: att, warnAfter: 7d, errorAfter: 36h}")).toEqual([
    'workspace.yaml:12:25: sources.reviews.freshness.column: expected a column that a table or package takes a time from, got "att" (did you mean "at"?)',
    'workspace.yaml:12:57: sources.reviews.freshness.errorAfter: expected no less than warnAfter (7d), got "36h"',
  ]);
  expect(await refused("freshness: {column: at}")).toEqual([
    "workspace.yaml:12:16: sources.reviews.freshness: expected warnAfter, errorAfter or both, got neither",
  ]);
  expect(await refused("freshness: {column: at, warnAfter: 1y}")).toHaveLength(1);
});
