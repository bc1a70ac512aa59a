import { readMetrics } from "../../loaders/tables/readMetrics.js";
import type { PageData } from "../../src/components/pageData.js";
import type { TermRow } from "../../src/model/artefact.js";
import { auditCube } from "../../src/metrics/audits.js";
import type { AuditRow } from "../../src/metrics/audits.js";
import { judgedCube } from "../../src/metrics/judged.js";
import type { JudgedRow } from "../../src/metrics/judged.js";
import type { Cube, CubeCell } from "../../src/model/cube.js";
import { smallCandidates } from "./smallCandidates.js";
import { smallHealth } from "./smallHealth.js";
import { smallReleases } from "./smallReleases.js";
import { smallFacts } from "./smallFacts.js";
import { confusionCube, cubeOf } from "../metrics/cubes.js";

/** Judgments as `[day, language, policy, {outcome: how many}]`; each is of an item of its own. */
const judged: readonly (readonly [string, string, string, Readonly<Record<string, number>>])[] = [
  ["2024-02-01", "en", "fruit", { tp: 40, fp: 2, fn: 1, tn: 30 }],
  ["2024-02-01", "en", "jam", { tp: 20, fp: 1, fn: 1, tn: 35 }],
  ["2024-02-02", "fr", "fruit", { tp: 35, fp: 18, fn: 2, tn: 20 }],
  ["2024-02-02", "fr", "jam", { tp: 15, fp: 12, fn: 1, tn: 22 }],
];

function outcomes(withDay: boolean): (readonly [string, CubeCell["slice"], string])[] {
  return judged.flatMap(([day, language, policy, counts]) =>
    Object.entries(counts).flatMap(([outcome, count]) =>
      Array.from({ length: count }, (_, index): readonly [string, CubeCell["slice"], string] => [
        `${day} ${policy} ${outcome} ${index}`,
        { ...(withDay ? { day } : {}), language, policy },
        outcome,
      ]),
    ),
  );
}

function term(termId: string, word: string, counts: Partial<TermRow> = {}): TermRow {
  const unique = { uniqueHits: 20, uniqueTp: 15, uniqueFp: 5 };
  const alone = { aloneHits: 20, aloneTp: 15, aloneFp: 5, evasiveHits: 0, evasiveTp: 0, evasiveFp: 0 };
  const recent = { recentHits: 12, recentTp: 8, recentFp: 2 };
  const labels = { labelled: 40, tp: 30, fp: 10, advertisers: 40 };
  const none = { ...labels, ...unique, ...alone, ...recent, credit: 35.5, creditTp: 20, creditFp: 8 };
  return {
    termId,
    term: word,
    language: "en",
    action: "reject",
    firstRelease: 0,
    lastRelease: 2,
    hits: 50,
    ...none,
    ...counts,
  };
}

/** The same cube with gold as the stage of every label. */
function withLabels(cube: Cube): Cube {
  const cells = cube.cells.map((cell) => ({ ...cell, slice: { ...cell.slice, labelSource: "gold" } }));
  return { ...cube, dimensions: [...cube.dimensions, "labelSource"], cells };
}

/** Fifty items of three judgments for each of the lists above, more and more of them split. */
const judgedItems: readonly JudgedRow[] = judged.flatMap(([, language, policy], place) => {
  const split = 5 * (place + 1);
  const row = { slice: { language, policy }, judgments: 3, second: null };
  return [
    { ...row, rejections: 1, items: split },
    { ...row, rejections: 3, items: 50 - split },
  ];
});

function audit(row: Partial<AuditRow>): AuditRow {
  const events = row.events ?? 1;
  return {
    slice: { language: "en", policy: "jam" },
    bucket: undefined,
    by: "qa",
    stage: "human",
    reviewer: null,
    decision: "reject",
    verdict: "reject",
    outcome: "right",
    agreed: null,
    blind: "yes",
    severity: 2,
    cohort: null,
    weight: 2 * events,
    squares: 4 * events,
    chained: 6 * events,
    chainedSquares: 36 * events,
    ...row,
    events,
  };
}

/** QA of 120 decisions of people, and an audit of 50 verdicts of QA. */
const audits: readonly AuditRow[] = [
  audit({ events: 45 }),
  audit({ events: 5, verdict: "approve", outcome: "false-positive", blind: "no" }),
  audit({ events: 4, outcome: "wrong-selection" }),
  audit({ events: 60, decision: "approve", verdict: "approve" }),
  audit({ events: 6, decision: "approve", outcome: "false-negative" }),
  ...(["reject", "approve"] as const).flatMap((verdict) => {
    const ata = { by: "ata", stage: "qa", reviewer: "human", decision: verdict, verdict } as const;
    const other = verdict === "reject" ? "approve" : "reject";
    const wrong = verdict === "reject" ? "false-positive" : "false-negative";
    return [
      audit({ ...ata, agreed: "yes", events: 14, cohort: "north" }),
      audit({ ...ata, agreed: "no", events: 8 }),
      audit({ ...ata, agreed: "yes", verdict: other, outcome: wrong, events: 2 }),
      audit({ ...ata, agreed: "no", verdict: other, outcome: wrong, events: 1 }),
    ];
  }),
];

/** Two languages, two policies, three releases of which the first two decide alike, and three harmless terms. */
export async function smallData(): Promise<PageData> {
  const metrics = await readMetrics();
  const review = withLabels(confusionCube(outcomes(false)));
  const reviewDaily = confusionCube(outcomes(true));
  const audited = confusionCube(
    ["tp", "tp", "fp", "tn", "tn", "fn"].map((outcome, at) => [
      `q${at}`,
      { language: "en", policy: "jam", labelSource: at % 2 === 0 ? "ata" : "gold" },
      outcome,
    ]),
  );
  return {
    report: {
      workspace: {
        name: "small",
        title: "Small",
        asOf: Date.UTC(2024, 2, 1),
        expectedBy: null,
        timeZone: "UTC",
        about: ["Made up for tests."],
      },
      advertisers: {},
      alerts: [],
      stages: ["auto", "human", "qa", "ata", "gold"],
      compare: null,
      gate: {
        maxFprRise: 0.01,
        maxRecallFall: 0.005,
        maxTermShare: 0.05,
        minLabels: 30,
        maxP0Lost: 0,
        minCoverage: 0.5,
      },
      packageId: "words",
      releases: [
        { label: "r1", releasedAt: Date.UTC(2024, 0, 1), snapshotId: "a".repeat(64), terms: 3 },
        { label: "r2", releasedAt: Date.UTC(2024, 0, 11), snapshotId: "a".repeat(64), terms: 3 },
        { label: "r3", releasedAt: Date.UTC(2024, 0, 21), snapshotId: "b".repeat(64), terms: 4 },
      ],
      termsByLanguage: { en: 3, fr: 1 },
      metrics,
      dimensions: ["language", "policy"],
      p0: ["jam"],
      guidelines: [{ version: "g1", effectiveFrom: Date.UTC(2024, 0, 5), policies: 2 }],
      policies: { fruit: "Says something of fruit", jam: "Says something of jam" },
      items: { total: 310, labelled: 300 },
      sources: [{ source: "posts", files: 1, rows: 310, rejected: 1 }],
      tables: [{ table: "item", rows: 310, partitions: 2 }],
      rejected: [{ source: "posts.csv", line: 7, column: "id", message: "expected a text, got none" }],
      provenance: { riskbook: "0.0.0", data: "c".repeat(64) },
    },
    decisions: [
      { slice: { language: "en", policy: "fruit" }, truth: "violating", rejectedBy: "111", items: 20 },
      { slice: { language: "en", policy: "fruit" }, truth: "violating", rejectedBy: "001", items: 25 },
      { slice: { language: "en", policy: "fruit" }, truth: "good", rejectedBy: "000", items: 60 },
      { slice: { language: "en", policy: "jam" }, truth: "good", rejectedBy: "110", items: 5 },
      { slice: { language: "en", policy: "jam" }, truth: "violating", rejectedBy: "000", items: 40 },
      { slice: { language: "fr", policy: "fruit" }, truth: "violating", rejectedBy: "110", items: 10 },
      { slice: { language: "fr", policy: "fruit" }, truth: "violating", rejectedBy: "111", items: 35 },
      { slice: { language: "fr", policy: "jam" }, truth: "good", rejectedBy: "001", items: 15 },
      { slice: { language: "fr", policy: "jam" }, truth: "good", rejectedBy: "000", items: 90 },
      { slice: { language: "fr", policy: "jam" }, truth: "unlabelled", rejectedBy: "001", items: 10 },
    ],
    review,
    reviewDaily,
    scored: new Map([
      ["human", review],
      ["qa", audited],
    ]),
    scoredDaily: new Map([["human", reviewDaily]]),
    judged: judgedItems,
    pairs: judgedCube(judgedItems, ["language", "policy"]),
    duplicates: cubeOf(
      Array.from({ length: 40 }, (_, index) => ({
        cluster: `d${index}`,
        slice: { language: "en", policy: "jam" },
        values: [index < 8 ? 2 : 0, 3],
      })),
      ["differing_duplicates", "duplicate_pairs"],
    ),
    audits,
    audited: auditCube(audits, ["language", "policy"]),
    lineItems: cubeOf(
      ["policy", "action"].flatMap((lineItem, place) =>
        Array.from({ length: 20 }, (_, index) => ({
          cluster: `t${index}`,
          slice: { language: "en", policy: "jam", lineItem },
          values: [Number(index > 2 * place), 1],
        })),
      ),
      ["line_items_right", "line_items"],
    ),
    ...smallFacts(),
    candidates: smallCandidates(),
    ...smallReleases(),
    labelLags: [10, 70, 80, 90].map((bin) => ({
      slice: { language: "en", policy: "jam" },
      stage: "qa",
      bin,
      labels: 12,
    })),
    coverage: [
      { stage: "human", day: "2024-02-01", decisions: 140, labelled: 130 },
      { stage: "human", day: "2024-02-02", decisions: 160, labelled: 125 },
      { stage: "human", day: "2024-02-28", decisions: 50, labelled: 2 },
    ],
    samples: [
      { stage: "qa", design: "qa-1", chance: 0.25, labels: 60 },
      { stage: "qa", design: "qa-1", chance: 0.5, labels: 30 },
      { stage: "gold", design: null, chance: null, labels: 15 },
    ],
    terms: [
      term("t1", "plum"),
      term("t2", "fig tree", {
        hits: 400,
        labelled: 390,
        advertisers: 390,
        tp: 100,
        fp: 290,
        uniqueHits: 380,
      }),
      term("t3", "quince", {
        hits: 4,
        labelled: 4,
        tp: 4,
        fp: 0,
        uniqueHits: 0,
        language: "fr",
        firstRelease: 2,
      }),
    ],
    termPolicies: [
      { termId: "t1", policy: "fruit", language: "en", market: "", hits: 20, tp: 20, fp: 0 },
      { termId: "t1", policy: "fruit", language: "fr", market: "", hits: 10, tp: 10, fp: 0 },
      { termId: "t1", policy: "jam", language: "en", market: "", hits: 20, tp: 0, fp: 10 },
    ],
    termOverlaps: [{ termId: "t1", otherId: "t2", items: 12 }],
    termExamples: [
      { termId: "t1", itemId: "i1", policy: "fruit", truth: "violating", text: "a ripe plum, 2 figs" },
      { termId: "t1", itemId: "i2", policy: "jam", truth: "good", text: "plum jam" },
    ],
    termHistory: [
      { termId: "t1", release: 1, change: "changed", flags: "action flag → none" },
      { termId: "t9", release: 2, change: "removed", flags: "" },
      { termId: "t3", release: 2, change: "added", flags: "" },
    ],
    packageHealth: smallHealth(),
    alerts: { series: 0, tested: 0, lastDay: null, q: 0.04, alerts: [] },
  };
}
