import { expect, test } from "vitest";
import { tinyFiles, replayFolder } from "../fixtures/tinyWorkspace.js";
import { tempFolder } from "../sources/tempFolder.js";

const words =
  "packages:\n  words:\n    from: words\n    releasedAt: released\n    columns: {term: term, languages: lang}\n";

/** The tiny workspace with other lines; `posts.csv` is left out when the lines say so. */
async function tiny(change: (yaml: string) => string, { withPosts = true } = {}) {
  const { "posts.csv": posts, "reviews.csv": reviews, ...files } = tinyFiles;
  const kept = withPosts
    ? { "posts.csv": posts, "reviews.csv": reviews }
    : { "reviews.csv": "id,post,stage,verdict,at\n" };
  return replayFolder(
    await tempFolder({ ...files, ...kept, "workspace.yaml": change(tinyFiles["workspace.yaml"]) }),
  );
}

test("a package's constants stand in every term, its values replace those of the source, what has none stays", async () => {
  const { ingested } = await tiny((yaml) =>
    yaml.replace(
      words,
      `${words.replace("languages: lang", "languages: lang, action: lang")}    constants: {kind: regex, owner: list}\n    values: {action: {en: watch}}\n`,
    ),
  );
  const [, second] = ingested.snapshots;
  const terms = ingested.terms.get(second?.snapshot_id ?? "") ?? [];
  const byText = terms.toSorted((a, b) => (a.term < b.term ? -1 : 1));
  expect(byText.map(({ term, kind, match, action, owner }) => [term, kind, match, action, owner])).toEqual([
    ["fig", "regex", "substring", null, "list"],
    ["plum", "regex", "substring", "watch", "list"],
  ]);
});

test("an optional source that is missing has no rows; another that is missing stops the build", async () => {
  const optional = (yaml: string) => yaml.replace("path: posts.csv,", "path: posts.csv, optional: true,");
  const { ingested, replay } = await tiny(optional, { withPosts: false });
  expect(ingested.tables["item"] ?? []).toEqual([]);
  expect(ingested.snapshots).toHaveLength(3);
  expect(replay.open().partitions).toEqual([]);
  expect((await tiny(optional)).ingested.tables["item"]).not.toEqual([]);
  await expect(tiny((yaml) => yaml, { withPosts: false })).rejects.toThrow(
    "posts.csv: expected a file, got none",
  );
});
