import { expect, test } from "vitest";
import { tempFolder } from "../sources/tempFolder.js";
import { exampleFiles, ingestFolder } from "./exampleWorkspace.js";

test("a second ingest() of regexes, evasive words and images reads nothing either, and loses none of their flags", async () => {
  const image = "0123456789abcdef".repeat(4);
  const rows = ["plu+m,regex,,", "pear,word,canonical+evasive,", `${image},image,,12`];
  const dir = await tempFolder({
    ...exampleFiles,
    "workspace.yaml": exampleFiles["workspace.yaml"]
      .replace("columns: [term, lang, released]", "columns: [term, kind, views, radius, released]")
      .replace(
        "columns: {term: term, languages: lang}",
        "columns: {term: term, kind: kind, views: views, radius: radius}",
      ),
    "words/2024-01.csv": `term,kind,views,radius,released\n${rows.map((row) => `${row},2024-01-01T00:00:00Z\n`).join("")}`,
    "words/2024-02.csv": `term,kind,views,radius,released\n${rows[0]},2024-02-01T00:00:00Z\n`,
  });
  const first = await ingestFolder(dir);
  const second = await ingestFolder(dir);
  expect([second.ran, second.reason]).toEqual([false, "nothing changed"]);
  expect(second.terms).toEqual(first.terms);
  const kept = [...second.terms.values()].flat();
  expect(kept.find(({ kind }) => kind === "image")?.radius).toBe(12);
});
