import { beforeAll, describe, expect, test } from "vitest";
import { runMetrics } from "../../bin/metrics.js";
import {
  autoDecisions,
  confusionMetrics,
  groupDecisions,
  humanDecisions,
  rawInconsistency,
  rawRate,
  releases,
} from "../fixtures/hatecheckRaw.js";
import type { Decision } from "../fixtures/hatecheckRaw.js";
import type { RawRate } from "../fixtures/rawRate.js";
import { runIn } from "./streams.js";
import type { Ran } from "./streams.js";

type Point = {
  readonly metric: string;
  readonly unit: string;
  readonly stage: string;
  readonly snapshot: string | null;
  readonly slice: Readonly<Record<string, string | null>>;
  readonly count: number;
  readonly total: number;
  readonly effectiveN: number;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
};

function run(...args: string[]): Promise<Ran> {
  return runIn(process.cwd(), runMetrics, { args: ["--workspace", "data/hatecheck", ...args] });
}

async function pointsOf(...args: string[]): Promise<Point[]> {
  const { code, stdout } = await run(...args, "--json");
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

type Dimension = "language" | "policy" | "target" | "day";

/** What the points of a stage must be: every metric in every slice, from the raw decisions. */
function expected(
  stage: string,
  snapshot: string | null,
  { decisions, by }: { decisions: readonly Decision[]; by: readonly Dimension[] },
): Map<string, RawRate | undefined> {
  const pairs = stage === "human" && !by.includes("day");
  const points = new Map<string, RawRate | undefined>();
  for (const group of groupDecisions(decisions, (decision) =>
    JSON.stringify(by.map((name) => decision[name])),
  ).values()) {
    const slice = Object.fromEntries(by.map((name) => [name, group[0]?.[name] ?? null]));
    for (const metric of confusionMetrics)
      points.set(keyOf({ metric, stage, snapshot, slice }), rawRate(metric, group));
    if (pairs)
      points.set(keyOf({ metric: "inconsistency", stage, snapshot, slice }), rawInconsistency(group));
  }
  return points;
}

function keyOf({
  metric,
  stage,
  snapshot,
  slice,
}: Pick<Point, "metric" | "stage" | "snapshot" | "slice">): string {
  return JSON.stringify([metric, stage, snapshot, Object.entries(slice)]);
}

function expectPoints(all: readonly Point[], wanted: ReadonlyMap<string, RawRate | undefined>): void {
  const points = all.filter(({ unit }) => unit === "share");
  expect(points.map(keyOf).toSorted()).toEqual([...wanted.keys()].toSorted());
  for (const point of points) {
    const rate = wanted.get(keyOf(point));
    const { count, total, effectiveN, value, interval } = point;
    const at = keyOf(point);
    if (rate === undefined) {
      expect({ at, count, total, effectiveN, value, interval }).toEqual({
        at,
        count: 0,
        total: 0,
        effectiveN: 0,
        value: null,
        interval: null,
      });
      continue;
    }
    expect({ at, count, total }).toEqual({ at, count: rate.count, total: rate.total });
    expect(Math.abs(effectiveN / rate.effectiveN - 1), at).toBeLessThan(1e-6);
    for (const [found, recomputed] of [
      [value, rate.value],
      [interval?.[0], rate.interval[0]],
      [interval?.[1], rate.interval[1]],
    ]) {
      expect(found, at).toBeCloseTo(recomputed ?? Number.NaN, 7);
    }
  }
}

describe("metrics of the default workspace equal a recomputation from the raw files", () => {
  let byLanguage: Point[] = [];
  beforeAll(async () => {
    byLanguage = await pointsOf("--by", "language");
  });

  test("--by language --json gives points of this shape, the auto stage by release and then the human stage", () => {
    expect(new Set(byLanguage.map((point) => Object.keys(point).join()))).toEqual(
      new Set(["metric,unit,stage,snapshot,slice,count,total,effectiveN,value,interval"]),
    );
    const runs = byLanguage.map(({ stage, snapshot }) => `${stage} ${snapshot}`);
    expect([...new Set(runs)]).toEqual([...releases.map((label) => `auto ${label}`), "human null"]);
    expect(byLanguage).toHaveLength(releases.length * 9 * 6 + 12 * 6);
    expect(byLanguage[0]?.slice).toEqual({ language: "de" });
  });

  test("the human stage by language, its effective n clustered by case, inconsistency by pairs", () => {
    const points = byLanguage.filter(({ stage }) => stage === "human");
    expectPoints(points, expected("human", null, { decisions: humanDecisions, by: ["language"] }));
    const { count, total } =
      points.find(({ metric, slice }) => metric === "accuracy" && slice["language"] === "fr") ?? {};
    expect([count, total]).toEqual([8_664, 11_154]);
  });

  test("counts of people's errors, and their agreement beyond chance, by language", () => {
    for (const [language, decisions] of groupDecisions(humanDecisions, (one) => one.language ?? "")) {
      const own = byLanguage.filter(
        ({ stage, slice }) => stage === "human" && slice["language"] === language,
      );
      const valueOf = (id: string) => own.find(({ metric }) => metric === id)?.value ?? Number.NaN;
      expect(valueOf("wrong_rejections")).toBe(rawRate("fpr", decisions)?.count);
      expect(valueOf("wrong_approvals")).toBe(rawRate("fnr", decisions)?.count);
      // All cases have three judgments: with p = share rejected, chance is 2p(1 − p) for AC1 and its complement for α.
      const seen = 1 - (rawInconsistency(decisions)?.value ?? Number.NaN);
      const rejected = decisions.filter((one) => one.rejected).length / decisions.length;
      const chance = 2 * rejected * (1 - rejected);
      expect(valueOf("agreement")).toBeCloseTo((seen - chance) / (1 - chance), 9);
      const among = (chance * decisions.length) / (decisions.length - 1);
      expect(valueOf("agreement_alpha")).toBeCloseTo(1 - (1 - seen) / among, 9);
    }
  });

  test.each([releases[0] ?? "", releases.at(-1) ?? ""])(
    "the auto stage of release %s by language",
    (label) => {
      const points = byLanguage.filter(({ snapshot }) => snapshot === label);
      expectPoints(points, expected("auto", label, { decisions: autoDecisions(label), by: ["language"] }));
    },
  );

  test.each([releases[0] ?? "", releases.at(-1) ?? ""])("--snapshot %s --by policy", async (label) => {
    const points = await pointsOf("--snapshot", label, "--by", "policy");
    const auto = expected("auto", label, { decisions: autoDecisions(label), by: ["policy"] });
    const human = expected("human", null, { decisions: humanDecisions, by: ["policy"] });
    expectPoints(points, new Map([...auto, ...human]));
    expect(points.some(({ value }) => value === null)).toBe(true); // a class has no items of the other truth
  });

  test("--by target,language of the newest release, items without a target included", async () => {
    const label = releases.at(-1) ?? "";
    const points = await pointsOf("--snapshot", label, "--by", "target,language");
    const auto = expected("auto", label, { decisions: autoDecisions(label), by: ["target", "language"] });
    const human = expected("human", null, { decisions: humanDecisions, by: ["target", "language"] });
    expectPoints(points, new Map([...auto, ...human]));
    expect(points.some(({ slice }) => slice["target"] === null)).toBe(true);
  });

  test("without --by there is one slice, of everything", async () => {
    const label = releases.at(-1) ?? "";
    const points = await pointsOf("--snapshot", label);
    const auto = expected("auto", label, { decisions: autoDecisions(label), by: [] });
    expectPoints(
      points,
      new Map([...auto, ...expected("human", null, { decisions: humanDecisions, by: [] })]),
    );
  });

  test("--by day has the human stage alone, and stderr says why", async () => {
    const { code, stdout, stderr } = await run("--by", "day", "--json");
    expect(code).toBe(0);
    expect(stderr).toBe(
      "warning: only decisions with a label are known by day; the replayed package and what is not held against a label is left out\n",
    );
    expectPoints(JSON.parse(stdout), expected("human", null, { decisions: humanDecisions, by: ["day"] }));
  });
});

describe("metrics: releases", () => {
  test("--snapshot takes the beginning of a content hash", async () => {
    const { snapshotId } = await newest();
    const [byHash, byLabel] = [
      await run("--snapshot", snapshotId.slice(0, 8), "--json"),
      await run("--snapshot", releases.at(-1) ?? "", "--json"),
    ];
    expect(byHash).toEqual(byLabel);
  });

  async function newest(): Promise<{ snapshotId: string }> {
    const { prepareData } = await import("../../loaders/artefacts/prepareData.js");
    const { openArtefacts } = await import("../../loaders/artefacts/openArtefacts.js");
    const { report } = await openArtefacts(
      await prepareData("data/hatecheck", { onStep: () => undefined, onProgress: () => undefined }),
    );
    return { snapshotId: report.releases.at(-1)?.snapshotId ?? "" };
  }
});

describe("metrics: what cannot be used ends with 3", () => {
  const dimensions = "language, policy, queue, target, day, labelSource";
  const labels = releases.join(", ");
  const cases: [args: string[], stderr: string][] = [
    [
      ["--by", "langauge"],
      `--by: expected dimensions of ${dimensions}, got "langauge" (did you mean "language"?)\n`,
    ],
    [["--by", "language,region"], `--by: expected dimensions of ${dimensions}, got "region"\n`],
    [
      ["--snapshot", "2020-7"],
      `--snapshot: expected a label of ${labels} or a content hash, got "2020-7" (did you mean "2020-07"?)\n`,
    ],
    [
      ["--snapshot", "2020-7", "--by", "day"],
      `--snapshot: expected a label of ${labels} or a content hash, got "2020-7" (did you mean "2020-07"?)\n`,
    ],
  ];
  test.each(cases)("metrics %j", async (args, stderr) => {
    expect(await run(...args, "--json")).toEqual({ code: 3, stdout: "", stderr });
  });

  test("metrics --workspace of a folder that there is not", async () => {
    const ran = await runIn(process.cwd(), runMetrics, { args: ["--workspace", "data/none", "--json"] });
    expect(ran).toEqual({
      code: 3,
      stdout: "",
      stderr: "data/none/workspace.yaml: expected a file, got none\n",
    });
  });
});

test("metrics without --json prints a line a value with its interval, count, total and effective n", async () => {
  const { stdout } = await run("--snapshot", releases.at(-1) ?? "", "--by", "language");
  expect(stdout.split("\n")).toHaveLength(9 * 6 + 12 * 6 + 1);
  expect(stdout).toContain("accuracy\thuman\t\tfr\t77.7 %\t76.6–78.7 %\t8,664 of 11,154\tn_eff 5,920\n");
});
