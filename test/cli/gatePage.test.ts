import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { runGate } from "../../bin/gate.js";
import { flipCounts } from "../../src/gate/gateJson.js";
import { countUnenforced } from "../../src/gate/freshTerms.js";
import { prepareFolder, workspaceFolder } from "../artefacts/preparedFolder.js";
import { drawn } from "../components/drawn.js";
import { validityFiles } from "../fixtures/validityWorkspace.js";
import type { DatedTerm } from "../fixtures/validityWorkspace.js";
import { runIn } from "./streams.js";

const pear: DatedTerm = { id: "pear", term: "pear" };
const plum: DatedTerm = { id: "plum", term: "plum", action: "watch" };
const peach: DatedTerm = { id: "peach", term: "peach", action: "watch" };
const tree: DatedTerm = { id: "tree", term: "tree", action: "flag" };
const ripe: DatedTerm = { id: "ripe", term: "ripe plum", action: "allow" };

/** A term that watches, one more and a flag, one that now rejects and one that was changed, and none that watches. */
const releases = [
  [pear, peach],
  [pear, peach, plum, tree, ripe],
  [pear, { ...peach, to: "2024-02-03T10:00:00Z" }, { ...plum, action: "reject" }, tree],
  [pear],
];

test("the page Releases says of each pair of releases what riskbook gate does: guard, watching terms, flips", async () => {
  const files = validityFiles(releases);
  const labels = (files["labels.csv"] ?? "").replaceAll(/^g-m0.*\n/gm, ""); // the first 16 items have none
  const dir = await workspaceFolder({ ...files, "labels.csv": labels });
  const { data } = await prepareFolder(dir);
  const names = releases.map((_, at) => `r${at + 1}`);
  const pairs = names
    .flatMap((from) => names.map((to) => ({ from, to })))
    .filter(({ from, to }) => from !== to);
  for (const state of pairs) {
    const where = `${state.from} to ${state.to}`;
    const args = ["--workspace", dir, "--from", state.from, "--to", state.to, "--json"];
    const gate = JSON.parse((await runIn(dir, runGate, { args })).stdout);
    const rule = gate.rules.find((one: { rule: string }) => one.rule === "guard");
    const table = JSDOM.fragment(drawn(data, { fence: "table", line: "gate", state })).textContent;
    expect(table, where).toContain(`${rule.outcome}${rule.sentence}`);
    const pair = { from: names.indexOf(state.from), to: names.indexOf(state.to) };
    const shown = countUnenforced(data.releaseTerms, pair);
    const { terms: _, ...counts } = gate.unenforced ?? {};
    const page = shown === undefined ? {} : { ...shown, flips: flipCounts(shown.flips) };
    expect({ where, ...page }).toEqual({ where, ...counts });
  }
});
