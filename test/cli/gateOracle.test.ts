import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test, onTestFinished } from "vitest";
import { runGate } from "../../bin/gate.js";
import { openTraffic } from "../../loaders/artefacts/openTraffic.js";
import { gatePackages } from "../../src/gate/gateChange.js";
import { termIdOf } from "../../src/matcher/term.js";
import { posts, postsWith, rejectedBy, releases, termsOf } from "../fixtures/davidsonRaw.js";
import { runIn } from "./streams.js";

type Flips = ReadonlyMap<string, string>;

/** Posts on which two releases differ, with what that makes of them: the set difference of what each rejects. */
function flipsBetween(before: readonly boolean[], after: readonly boolean[]): Flips {
  const flips = new Map<string, string>();
  for (const [at, { id, violating }] of posts.entries()) {
    if (before[at] === after[at]) continue;
    const gained = violating ? "gainedTP" : "newFP";
    const lost = violating ? "lostTP" : "fixedFP";
    flips.set(id, after[at] === true ? gained : lost);
  }
  return flips;
}

test("gate between any two releases on Davidson's posts equals the literal oracle, item by item", async () => {
  const { items, packages, workspace } = await openTraffic("data/davidson", {
    packages: releases,
    onProgress: () => undefined,
  });
  const rejected = releases.map(rejectedBy);
  let compared = 0;
  for (const [b, to] of packages.entries()) {
    for (const [a, from] of packages.slice(0, b).entries()) {
      const { changes } = gatePackages(items, { from, to }, { limits: workspace.gate, p0: [] });
      const expected = flipsBetween(rejected[a] ?? [], rejected[b] ?? []);
      expect(new Map(changes.map(({ itemId, flip }) => [itemId, flip]))).toEqual(expected);
      compared += expected.size;
    }
  }
  expect(releases).toHaveLength(21);
  expect(compared).toBeGreaterThan(50_000);
}, 300_000);

test("gate --from 2015-04 --to 2015-11: recall +11.7 points and FPR +0.6 with intervals, and the terms responsible", async () => {
  const dir = mkdtempSync(join(tmpdir(), "riskbook-gate-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, "flips.csv");
  const args = [
    "--workspace",
    "data/davidson",
    "--from",
    "2015-04",
    "--to",
    "2015-11",
    "--json",
    "--flips",
    file,
  ];
  const { code, stdout } = await runIn(process.cwd(), runGate, { args });
  const { verdict, flips, metrics, terms } = JSON.parse(stdout);
  expect([code, verdict]).toEqual([0, "PASS"]);

  const [before, after] = [rejectedBy("2015-04"), rejectedBy("2015-11")];
  const expected = flipsBetween(before, after);
  const rows: { item_id: string; flip: string }[] = parse(readFileSync(file), { columns: true });
  expect(new Map(rows.map((row) => [row.item_id, row.flip]))).toEqual(expected);
  const count = (kind: string): number => [...expected.values()].filter((flip) => flip === kind).length;
  const counted = ["gainedTP", "lostTP", "newFP", "fixedFP"].map((kind) => [kind, count(kind)]);
  expect(flips).toEqual({ ...Object.fromEntries(counted), unlabelled: 0 });

  // Without a lost item the interval of a share of the violating (or good) posts that change: Wilson's, by hand.
  expect(metrics.recall.change).toBeCloseTo(2_403 / 20_620, 12);
  expect(metrics.fpr.change).toBeCloseTo(26 / 4_163, 12);
  for (const [end, value] of [0.11224, 0.12099].entries())
    expect(metrics.recall.interval[end]).toBeCloseTo(value, 4);
  for (const [end, value] of [0.00427, 0.00914].entries())
    expect(metrics.fpr.interval[end]).toBeCloseTo(value, 4);
  expect(metrics.pValues.recall).toBeLessThan(1e-12);

  const isNew = new Map(posts.map((_, at) => [at, before[at] === false && after[at] === true]));
  const responsible = [...termsOf("2015-11")].flatMap((term) => {
    const items = postsWith(term).filter((at) => isNew.get(at) === true).length;
    return items === 0 ? [] : [[termIdOf(["en"], term), items]];
  });
  const found = terms.responsible.map(({ termId, flips: own }: Responsible) => [
    termId,
    own.gainedTP + own.newFP,
  ]);
  expect(new Map(found)).toEqual(new Map(responsible.map(([id, items]) => [id, items])));
  for (const { term } of terms.responsible) expect(term).toMatch(/^\S?[^\p{L}]*( \S?[^\p{L}]*)*$/u); // masked
});

type Responsible = {
  readonly termId: string;
  readonly flips: { readonly gainedTP: number; readonly newFP: number };
};
