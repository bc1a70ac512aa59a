import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { queryTable } from "../../loaders/artefacts/keptQueries.js";
import { auditedFiles, eventLine } from "../fixtures/auditedWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

/** The audited workspace with what its ads were shown, earned and were said of, and two appeals. */
const files = {
  ...auditedFiles,
  "workspace.yaml": auditedFiles["workspace.yaml"]
    .replace(
      "\ntables:",
      `
  days: {format: csv, path: days.csv, columns: [item, day, seen, sold, revenue]}
  said: {format: csv, path: said.csv, columns: [id, item, shop, kind, at]}
tables:
  delivery:
    - from: days
      columns: {item_id: item, day: "{day}T00:00:00Z", impressions: seen, conversions: sold, revenue: revenue}
      constants: {currency: EUR}
  feedback:
    - from: said
      columns: {feedback_id: id, item_id: item, advertiser_id: shop, kind: kind, given_at: at}`,
    )
    .replace("advertiser, made]", "advertiser, made, seen]")
    .replace("created_at: made}", "created_at: made, exposure: seen}\n      constants: {currency: EUR}"),
  "posts.csv": auditedFiles["posts.csv"].replace("made\n", "made,seen\n").replaceAll("Z\n", "Z,100\n"),
  "events.csv": `${auditedFiles["events.csv"]}${[
    { event_id: "p1", item_id: "i1", stage: "appeal", decision: "approve" },
    { event_id: "p2", item_id: "i2", stage: "appeal", decision: "reject" },
  ]
    .map(eventLine)
    .join("\n")}\n`,
  "days.csv":
    "item,day,seen,sold,revenue\ni3,2024-02-02,300,4,3.00\ni3,2024-02-03,100,0,1.00\ni4,2024-02-02,600,6,2.00\n",
  "said.csv":
    "id,item,shop,kind,at\nf1,i3,,hide,2024-02-02T10:00:00Z\nf2,i3,,report,2024-02-03T10:00:00Z\nf3,i4,,complaint,2024-02-04T10:00:00Z\nf4,,shop1,hide,2024-02-04T10:00:00Z\n",
};

test("every dimension splits all wrong rejections, weighted by the samples that found them", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  const { overkill, cost } = data.overkill;
  // By the chain: a1 rejects a good item (QA sample 1/0.5), a3 approves a violating one (1/0.1 · 1/0.25).
  expect(overkill).toMatchObject({ kind: "fdr", source: "log", total: { count: 2, total: 2 } });
  expect(overkill?.leakage).toMatchObject({ auto: { count: 40, total: 40 }, human: { count: 4, total: 8 } });
  for (const causes of Object.values(overkill?.causes ?? {}))
    expect(causes.reduce((sum, { share }) => sum + share.count, 0)).toBe(2);
  expect(overkill?.causes["actor"]?.map(({ value }) => value)).toEqual(["not named"]);
  // Blocked: i1 was expected to be seen 100 times, weight 2; an impression earns 6 / 1,000.
  expect(cost?.blocked).toMatchObject([{ currency: "EUR", rate: { count: 200, total: 200 }, lost: 1.2 }]);
  // Leaked by people: h3 on i3 (400 impressions · 4) of these and h4 on i4 (600 · 4).
  expect(cost?.leaked).toMatchObject([
    { stage: "auto", rate: { count: 16_000, total: 16_000 } },
    { stage: "human", rate: { count: 1600, total: 4000 } },
  ]);
  expect(cost?.earned).toMatchObject([{ currency: "EUR", rate: { count: 160, total: 160 } }]);
});

test("another overkill divides by good items or by all decisions", async () => {
  const yaml = `overkill: traffic\n${files["workspace.yaml"]}`;
  const { data } = await prepareFolder(await workspaceFolder({ ...files, "workspace.yaml": yaml }));
  expect(data.overkill.overkill).toMatchObject({ kind: "traffic", total: { count: 2, total: 42 } });
});

test("a day of items that were never shown stands beside those that were", async () => {
  const dir = await workspaceFolder(files);
  const first = await prepareFolder(dir);
  const late = "i9,a nut,en,shop4,2024-02-09T10:00:00Z,100\n";
  await writeFile(join(dir, "posts.csv"), files["posts.csv"] + late);
  const again = await prepareFolder(dir);
  expect(again.data.overkill.cost).toEqual(first.data.overkill.cost);
});

test("a build that changes neither items nor events nor feedback asks for none of their sums again", async () => {
  const dir = await workspaceFolder(files);
  const built = async () => {
    const { store, data } = await prepareFolder(dir);
    const entries = store.manifest().tables[queryTable]?.entries ?? [];
    const written = await Promise.all(
      entries.map(async ({ file }) => (await stat(join(store.dir, file))).ino),
    );
    return { names: entries.map(({ partition }) => partition), written, facts: data.adHealth };
  };
  const first = await built();
  expect(first.names).toEqual(["lint", "origins", "feedback", "appeals"]);
  const yaml = await readFile(join(dir, "workspace.yaml"), "utf8");
  await writeFile(join(dir, "workspace.yaml"), yaml.replace("title: Audited", "title: Renamed"));
  expect(await built()).toEqual(first);
  const late = "f5,i4,,hide,2024-02-05T10:00:00Z\n";
  await writeFile(join(dir, "said.csv"), files["said.csv"] + late);
  const third = await built();
  expect(third.written[2]).not.toBe(first.written[2]);
  expect(third.written[3]).toBe(first.written[3]);
});

test("groups of fewer than five advertisers are hidden, appeals too", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files));
  const { health, appeals } = data.adHealth;
  expect(health?.groups).toEqual([]);
  expect(health?.hidden.find(({ dimension }) => dimension === "all")).toEqual({
    dimension: "all",
    groups: 1,
  });
  expect(appeals?.groups).toEqual([]);
  expect(appeals?.reasons).toEqual([]);
});

test("without delivery, feedback and appeals the pages say so, and overkill is replayed where no log has it", async () => {
  const events = auditedFiles["events.csv"].split("\n").filter((line) => !line.includes(",auto,"));
  const { data } = await prepareFolder(
    await workspaceFolder({ ...auditedFiles, "events.csv": events.join("\n").replaceAll(/,a[13],/g, ",,") }),
  );
  expect(data.adHealth).toMatchObject({ health: null, appeals: null, hasAdvertisers: true });
  expect(data.overkill).toMatchObject({ overkill: { source: "replay" }, cost: null });
  expect(data.policies.contested).toBeNull();
});
