import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openTraffic } from "../../loaders/artefacts/openTraffic.js";
import { buildFolder } from "../../loaders/artefacts/prepareData.js";
import { openStore } from "../../loaders/store/store.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";
import { recordText } from "../../src/matcher/utf8Column.js";
import { outcomeNames } from "../../src/replay/traffic.js";
import type { ReplayedOn, Traffic } from "../../src/replay/traffic.js";
import { auditedFiles } from "../fixtures/auditedWorkspace.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { issuesOf } from "../sources/tempFolder.js";
import { workspaceFolder } from "./preparedFolder.js";

const onProgress = (): void => undefined;

/** `item term` a hit, sorted. */
function hitsOf({ itemIds }: Traffic, { hits, terms }: ReplayedOn): string[] {
  return Array.from(hits.items, (item, at) => {
    const term = terms[hits.terms[at] ?? -1];
    return `${itemIds[item]} ${term?.term}`;
  }).toSorted();
}

async function textsOf(traffic: Traffic): Promise<string[]> {
  const texts: string[] = [];
  for await (const { first, text } of traffic.readTexts()) {
    for (let record = 0; record + 1 < text.offsets.length; record++)
      texts[first + record] = recordText(text, record);
  }
  return texts;
}

test("openTraffic(dir, {packages}) gives items with truth and slices, and each package's hits", async () => {
  const dir = await workspaceFolder(tinyFiles);
  const { traffic, packages } = await openTraffic(dir, { packages: ["r2", "newest"], onProgress });
  expect(traffic.itemIds.toSorted()).toEqual(["a1", "a2", "a3", "b1", "b2", "b3", "b4"]);
  const facts = traffic.itemIds.map((id, at) =>
    [id, traffic.truths[at], traffic.slices["language"]?.[at], traffic.slices["policy"]?.[at]].join(" "),
  );
  expect(facts.toSorted()).toEqual([
    "a1 violating en fruit",
    "a2 good en jam",
    "a3 good de fruit",
    "b1 violating en fruit",
    "b2 unlabelled de jam",
    "b3 good en fruit",
    "b4 unlabelled en ",
  ]);
  expect([...traffic.clusters]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(traffic.createdAt?.[traffic.itemIds.indexOf("b4")]).toBe(Date.UTC(2024, 1, 2, 10));
  expect((await textsOf(traffic))[traffic.itemIds.indexOf("b1")]).toBe("under the fig tree");
  const [second, third] = packages.map((one) => hitsOf(traffic, one));
  expect(second).toEqual(["a1 plum", "a2 fig", "a2 plum", "b1 fig", "b2 fig", "b4 fig"]); // a1 holds it twice
  expect(third).toEqual(["a2 fig", "b1 fig", "b2 fig", "b4 fig"]);
  expect(packages.map(({ label, terms }) => [label, terms.length])).toEqual([
    ["r2", 2],
    ["r3", 2],
  ]);
});

test("openTraffic() gives how items ended: what people decided last, else the automatic stage", async () => {
  const dir = await workspaceFolder(tinyFiles);
  const { traffic } = await openTraffic(dir, { packages: ["newest"], onProgress });
  const outcomes = traffic.itemIds.map((id, at) => [id, outcomeNames[traffic.outcomes[at] ?? -1]]);
  expect(Object.fromEntries(outcomes)).toEqual({
    a1: "human approve", // and rejected a day before
    a2: "human reject",
    a3: "human approve",
    b1: "undecided",
    b2: "human reject",
    b3: "undecided",
    b4: "undecided",
  });
});

test("openTraffic() replays a file in either of the two column styles and leaves nothing in the store", async () => {
  const dir = await workspaceFolder(tinyFiles);
  const [own, standard] = [join(dir, "own.csv"), join(dir, "standard.csv")];
  await writeFile(own, "released,term,lang\n2024-01-04T00:00:00Z,jam,en\n2024-01-04T00:00:00Z,fig,\n");
  await writeFile(standard, "term,languages,action\njam,en,watch\nfig,,\n");
  await openTraffic(dir, { packages: [], onProgress });
  const store = (): ReturnType<typeof openStore> =>
    readWorkspace(dir).then((workspace) => openStore(join(buildFolder(workspace), "store")));
  const before = (await store()).manifest();
  const { traffic, packages, warnings } = await openTraffic(dir, {
    packages: [own, standard, "r3"],
    onProgress,
  });
  const wanted = ["a2 fig", "a2 jam", "b1 fig", "b2 fig", "b4 fig"];
  expect(packages.slice(0, 2).map((one) => hitsOf(traffic, one))).toEqual([wanted, wanted]);
  expect(packages.map(({ rejecting }) => rejecting.length)).toEqual([2, 1, 2]);
  expect(packages[1]?.terms.map(({ action }) => action)).toEqual(["watch", null]);
  expect(packages[0]?.terms.map(({ action }) => action)).toEqual([null, null]); // although the same term only watches there
  expect(warnings).toEqual([]);
  expect((await store()).manifest()).toEqual(before);
});

test("openTraffic() weighs labels by their samples and numbers advertisers", async () => {
  const { traffic } = await openTraffic(await workspaceFolder(auditedFiles), { packages: [], onProgress });
  const facts = traffic.itemIds.map((id, at) => [id, traffic.truths[at], traffic.weights[at]]);
  expect(facts).toEqual([
    ["i1", "good", 2],
    ["i2", "good", 2],
    ["i3", "violating", 40],
    ["i4", "good", 4],
    ["i5", "violating", 8],
    ["i6", "unlabelled", 1],
  ]);
  expect(new Set(traffic.clusters).size).toBe(3);
});

test("openTraffic() gives the decision of the last round, whenever it was, and none that is pending", async () => {
  const yaml = auditedFiles["workspace.yaml"]
    .replace("outcome_state]", "outcome_state, round]")
    .replace("outcome_state: outcome_state", "outcome_state: outcome_state, round: round");
  const rows = [
    "event_id,item_id,stage,actor_id,decision,policy_id,policy_version,started_at,ended_at,prior_event_id,incl_prob,outcome_state,round",
    "h1,i1,human,,approve,,,,2024-02-02T00:00:00Z,,,,2",
    "h2,i1,human,,reject,,,,2024-02-03T00:00:00Z,,,,1",
    "h3,i2,human,,approve,,,,2024-02-02T00:00:00Z,,,,1",
    "h4,i2,human,,reject,,,,2024-02-03T00:00:00Z,,,pending,2",
  ];
  const dir = await workspaceFolder({
    ...auditedFiles,
    "workspace.yaml": yaml,
    "events.csv": `${rows.join("\n")}\n`,
  });
  const { traffic } = await openTraffic(dir, { packages: [], onProgress });
  const [first, second, third] = Array.from(traffic.outcomes, (outcome) => outcomeNames[outcome]);
  expect([first, second, third]).toEqual(["human approve", "human approve", "undecided"]);
});

test("openTraffic() gives the automatic decision of items that nobody else decided", async () => {
  const events = auditedFiles["events.csv"].replaceAll(/^([qt]\d|h[1236]),.*\n/gm, "");

  const dir = await workspaceFolder({ ...auditedFiles, "events.csv": events });
  const { traffic } = await openTraffic(dir, { packages: [], onProgress });
  expect(Array.from(traffic.outcomes, (outcome) => outcomeNames[outcome])).toEqual([
    "auto reject",
    "undecided",
    "auto approve",
    "human approve",
    "human reject",
    "undecided",
  ]);
});

test("openTraffic() refuses names that are neither release nor file, all at once", async () => {
  const dir = await workspaceFolder(tinyFiles);
  const packages = ["r33", "elsewhere.csv"];
  expect(await issuesOf(dir, () => openTraffic(dir, { packages, onProgress }))).toEqual([
    'r33: expected a label of r1, r2, r3, a content hash or the path of a package, got "r33" (did you mean "r3"?)',
    'elsewhere.csv: expected a label of r1, r2, r3, a content hash or the path of a package, got "elsewhere.csv"',
  ]);
});
