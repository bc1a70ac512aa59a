import { join } from "node:path";
import { expect, test } from "vitest";
import { runMatch } from "../../bin/match.js";
import { runIn } from "../cli/streams.js";
import { tempFolder } from "../sources/tempFolder.js";
import { adsIn, rowsIn, simulateFiles } from "./simulated.js";

test("what the simulated automatic stage takes for hits of words are the matcher's hits", async () => {
  const files = simulateFiles({
    seed: 11,
    days: 6,
    items: 3000,
    plan: [{ kind: "text-evasion", day: 1, strength: 3 }],
  });
  const [release = ""] = [...files.keys()].filter((path) => path.startsWith("packages/"));
  const dir = await tempFolder({ "package.csv": files.get(release) ?? "", "items.csv": itemsCsv(files) });
  const args = ["--package", join(dir, "package.csv"), "--items", join(dir, "items.csv"), "--id", "item_id"];
  const { code, stdout } = await runIn(dir, runMatch, { args });
  expect(code).toBe(0);
  const hits = stdout
    .trimEnd()
    .split("\n")
    .map((line): { itemId: string; termId: string; view: string } => JSON.parse(line));
  const found = new Map(hits.map(({ itemId, termId }) => [itemId, `term:${termId}`]));
  const ads = adsIn(files).filter(({ truth }) => truth["sign"] !== "image");
  const taken = ads.filter(
    ({ auto }) => auto["actor_kind"] === "package" || auto["reason_label"]?.startsWith("term:"),
  );
  expect(taken.length).toBeGreaterThan(60);
  const differing = ads.filter(
    ({ item, auto }) => (found.get(item["item_id"] ?? "") ?? "score") !== auto["reason_label"],
  );
  expect(differing.map(({ item, auto }) => [item["text"], auto["reason_label"]])).toEqual([]);
  expect(hits.some(({ view }) => view === "evasive")).toBe(true);
});

function itemsCsv(files: ReadonlyMap<string, string>): string {
  const rows = rowsIn(files, "items").map((item) => `${item["item_id"]},${item["language"]},${item["text"]}`);
  return `${["item_id,language,text", ...rows].join("\n")}\n`;
}
