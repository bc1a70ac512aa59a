import type { PageData } from "../../src/components/pageData.js";
import { adHealth } from "../../src/metrics/adHealth.js";
import { appealsOf } from "../../src/metrics/appeals.js";
import type { GroupSums } from "../../src/metrics/groupSums.js";
import { causesBy, exposureCost, leakageRatio, overkillRatio } from "../../src/metrics/overkill.js";
import { policyClarity } from "../../src/metrics/policyClarity.js";
import { rateOf } from "../../src/metrics/rates.js";
import { confusionCube, cubeOf } from "../metrics/cubes.js";

/** A group of `clusters` advertisers that are all alike: events and exposure of each, by ratio. */
export function evenGroup(
  [dimension, value]: readonly [string, string | null],
  clusters: number,
  each: Readonly<Record<string, readonly [number, number]>>,
): GroupSums {
  const sums = Object.entries(each).map(([name, [a, b]]) => [
    name,
    {
      clusters,
      a: a * clusters,
      b: b * clusters,
      aa: a * a * clusters,
      ab: a * b * clusters,
      bb: b * b * clusters,
    },
  ]);
  return { dimension, value, clusters, sums: Object.fromEntries(sums) };
}

const usual = {
  negative: [9, 20_000],
  hide: [8, 20_000],
  report: [1, 20_000],
  complaint: [1, 40],
  refund: [2, 40],
  chargeback: [0, 40],
  rating: [16, 4],
} as const;

/** Orchards have twice the complaints of late; markets and gardens are fine, and one vertical has two advertisers. */
function health() {
  const all = [
    evenGroup(["all", "all"], 24, usual),
    evenGroup(["vertical", "garden"], 8, usual),
    evenGroup(["vertical", "market"], 8, usual),
    evenGroup(["vertical", "orchard"], 6, { ...usual, complaint: [3, 40] }),
    evenGroup(["vertical", "still"], 2, usual),
    evenGroup(["vertical", "stall"], 2, usual),
    ...["2024-02-01", "2024-02-02", "2024-02-03"].map((day) => evenGroup(["day", day], 20, usual)),
  ];
  const of = (complaint: readonly [number, number]) => [
    evenGroup(["vertical", "garden"], 8, usual),
    evenGroup(["vertical", "orchard"], 6, { ...usual, complaint }),
  ];
  return adHealth({ all, before: of([3, 40]), recent: of([9, 40]) });
}

/** Two weeks and a half of rejections, with one day that has too few advertisers and, so, a second one. */
const appealDays = Array.from({ length: 18 }, (_, at) =>
  evenGroup(["day of auto", `2024-02-${String(at + 1).padStart(2, "0")}`], at === 4 ? 3 : 10, {
    appealed: [at === 9 ? 4 : 1 + (at % 2), 8],
    overturned: [at % 2, 1 + (at % 2)],
  }),
);

const appeals = () =>
  appealsOf([
    ...appealDays,
    ...[
      ["all", "all"] as const,
      ["stage", "auto"] as const,
      ["reason", "our_error"] as const,
      ["reason", "item_edited"] as const,
      ["reason", null] as const,
    ].map((name, at) =>
      evenGroup(name, 10, {
        appealed: [2, 10],
        overturned: [at === 3 ? 0.2 : at === 4 ? 0 : 1, 2],
        lost: [1, 10],
        ourError: [0.8, 2],
      }),
    ),
  ]);

function overkill(): PageData["overkill"] {
  const cube = confusionCube(
    Object.entries({ fp: 6, tp: 30, fn: 4, tn: 60 }).flatMap(([outcome, count]) =>
      Array.from({ length: count }, (_, at): readonly [string, Record<string, string>, string] => [
        `${outcome} ${at}`,
        {
          policy: at % 3 === 0 ? "jam" : "fruit",
          language: "en",
          actor: at % 2 === 0 ? "package words@r3" : "model m@v1",
        },
        outcome,
      ]),
    ),
  );
  const exposed = cubeOf(
    Array.from({ length: 40 }, (_, at) => ({
      cluster: `e${at}`,
      slice: { stage: at % 2 === 0 ? "auto" : "human", currency: "EUR" },
      values:
        at % 8 === 0
          ? [100, 0, 0, 0, 0, 0]
          : at % 4 === 0
            ? [0, 300, 0, 0, 0, 0]
            : [0, 0, 500, at % 3, 2, 0.1],
    })),
    ["stopped_good", "stopped_violating", "seen_good", "seen_violating", "earned_good", "earned_violating"],
  );
  return {
    overkill: {
      kind: "fdr",
      source: "log",
      total: rateOf(cube, cube.cells, overkillRatio("fdr")),
      causes: Object.fromEntries(
        ["actor", "policy", "language"].map((name) => [name, causesBy(cube, name, "fdr")]),
      ),
      leakage: { auto: rateOf(cube, cube.cells, leakageRatio) },
    },
    cost: exposureCost(exposed, new Map([["EUR", 0.004]])),
  };
}

function policies(): PageData["policies"] {
  const cube = cubeOf(
    Array.from({ length: 400 }, (_, at) => {
      const isJam = at % 2 === 0;
      const isWrong = isJam && at % (at < 200 ? 16 : 4) === 0;
      return {
        cluster: `p${at}`,
        slice: { policy: isJam ? "jam" : "fruit", language: "en", version: at < 200 ? "g1" : "g2" },
        values: [isWrong ? 0 : 1, isWrong && at % 3 === 0 ? 0 : 1, 1],
      };
    }),
    ["same", "decided", "judgments"],
  );
  const mixUps = [
    { policy: "jam", given: "fruit", meant: "jam", judgments: 40, weight: 40 },
    { policy: "jam", given: null, meant: "jam", judgments: 3, weight: 3 },
  ];
  const contested = [
    {
      itemId: "i1",
      policy: "jam",
      language: "en",
      rejecting: 2,
      approving: 1,
      votes: "human reject, human approve, qa reject",
      label: "qa reject",
      text: "plum jam & more",
    },
  ];
  return { ...policyClarity(cube, mixUps, ["g1", "g2"]), contested };
}

/** Facts of the pages Policies, Overkill and leakage, and Ad health. */
export function smallFacts(): Pick<PageData, "overkill" | "policies" | "adHealth"> {
  return {
    overkill: overkill(),
    policies: policies(),
    adHealth: { health: health(), appeals: appeals(), hasAdvertisers: true, recentDays: 7, beforeDays: 28 },
  };
}
