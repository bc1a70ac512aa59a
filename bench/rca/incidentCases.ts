import type { Stage } from "../../src/model/stages.js";
import type { Slice } from "../../src/rca/changeCube.js";
import { explainMove } from "../../src/rca/explainMove.js";
import type { MoveAnswer, MoveKind } from "../../src/rca/explainMove.js";
import type { WindowSum } from "../../src/rca/gateChange.js";
import type { IncidentSpec } from "../../src/simulate/plan.js";
import { askOracle } from "./oracle.js";
import type { PlantedMove, View } from "./plantedMove.js";

type Looked = {
  readonly view: View;
  readonly stage: Stage;
  /** What the metric is, in words. */
  readonly name: string;
  readonly numerator: readonly string[];
  readonly denominator: readonly string[];
  /** In which causes are looked for; all of the view when left out. */
  readonly dimensions?: readonly string[];
};

const all = ["tp", "fp", "fn", "tn"];

const rejections: Looked = {
  view: "auto",
  stage: "auto",
  name: "rejections of automatic decisions",
  numerator: ["reject"],
  denominator: ["approve", "reject", "escalate"],
};
const autoFpr: Looked = {
  view: "autoLabelled",
  stage: "auto",
  name: "FPR, automatic, labelled",
  numerator: ["fp"],
  denominator: ["fp", "tn"],
};
const coverage: Looked = {
  ...rejections,
  name: "auto coverage",
  numerator: ["approve", "reject"],
};
/** What people select says whether they read a guideline alike, and needs no label. */
const selected: Looked = {
  view: "humanSelected",
  stage: "human",
  name: "human rejections under another policy than the ad was sent for",
  numerator: ["reject_other"],
  denominator: ["reject_same", "reject_other"],
};
const humanError: Looked = {
  view: "humanLabelled",
  stage: "human",
  name: "wrong decision, human, labelled",
  numerator: ["fp", "fn"],
  denominator: [...all, "wrong_policy"],
};
const humanFpr: Looked = {
  ...humanError,
  name: "FPR, human, labelled",
  numerator: ["fp"],
  denominator: ["fp", "tn"],
};
const slow: Looked = {
  view: "humanPace",
  stage: "human",
  name: "human decisions of more than a minute",
  numerator: ["slow"],
  denominator: ["slow", "quick"],
};
const overturned: Looked = {
  view: "audited",
  stage: "human",
  name: "decisions that QA overturns, by auditor",
  numerator: ["qa_overturned"],
  denominator: ["qa_confirmed", "qa_overturned"],
  dimensions: ["auditor"],
};
const finalRejections: Looked = {
  view: "final",
  stage: "auto",
  name: "ads rejected in the end",
  numerator: ["reject"],
  denominator: ["approve", "reject"],
};

/** A planted incident, the metric that it is looked for in, and what would be right to say. */
export type IncidentCase = {
  readonly spec: Omit<IncidentSpec, "day" | "days">;
  readonly looked: Looked;
  /** What it is to be called. */
  readonly kind: MoveKind;
  /** `first`: the planted slice comes first; `none`: all cells are struck, so that none stands out; left out, it is no slice of the cube. */
  readonly slice?: "first" | "none";
  /** Shown beside the metric that counts. */
  readonly also?: boolean;
  /** Of the simulation, half of them quiet. */
  readonly days: number;
};

const days = 20;
/** Twice the 20,000 ads, for that of which they show an oracle too little. */
const longDays = 40;

export const incidentCases: readonly IncidentCase[] = [
  { spec: { kind: "broad-term" }, looked: rejections, kind: "cause", slice: "first", days },
  { spec: { kind: "broad-term" }, looked: autoFpr, kind: "cause", slice: "first", also: true, days },
  { spec: { kind: "bad-model" }, looked: coverage, kind: "everywhere", slice: "none", days },
  { spec: { kind: "bad-model" }, looked: autoFpr, kind: "everywhere", slice: "none", also: true, days },
  { spec: { kind: "guideline-mistranslated" }, looked: selected, kind: "cause", slice: "first", days },
  { spec: { kind: "new-vendor" }, looked: slow, kind: "cause", slice: "first", days },
  { spec: { kind: "new-vendor" }, looked: humanError, kind: "cause", slice: "first", also: true, days },
  { spec: { kind: "lenient-qa" }, looked: overturned, kind: "cause", slice: "first", days },
  {
    spec: { kind: "lenient-qa" },
    looked: overturned,
    kind: "cause",
    slice: "first",
    also: true,
    days: longDays,
  },
  { spec: { kind: "mix-shift" }, looked: finalRejections, kind: "mix-shift", slice: "first", days },
  { spec: { kind: "sampling-change" }, looked: humanFpr, kind: "sampling-change", days },
  { spec: { kind: "duplicates" }, looked: autoFpr, kind: "duplicates-of-one-advertiser", days },
  {
    spec: { kind: "duplicates" },
    looked: rejections,
    kind: "duplicates-of-one-advertiser",
    also: true,
    days,
  },
  { spec: { kind: "logging-fault", mode: "gap" }, looked: humanError, kind: "logging-fault", days },
  { spec: { kind: "logging-fault", mode: "doubling" }, looked: humanError, kind: "logging-fault", days },
];

/** How often what was said of a case was right. */
export type IncidentScore = {
  runs: number;
  /** `undefined` where the planted slice is none of the cube. */
  slice: number | undefined;
  event: number;
  decoy: number;
  kind: number;
  /** Runs in which a single test that knows slice and time sees it at 1 %. */
  seen: number;
  /** Counts and units that this test compares, all runs together. */
  from: WindowSum;
  to: WindowSum;
  /** What else it was called, and how often. */
  readonly others: Map<string, number>;
};

export function emptyScore({ slice }: IncidentCase): IncidentScore {
  const zero = { count: 0, total: 0 };
  const others = new Map<string, number>();
  const none = { runs: 0, event: 0, decoy: 0, kind: 0, seen: 0, from: zero, to: zero, others };
  return { ...none, slice: slice === undefined ? undefined : 0 };
}

/** Explains a planted incident without its truth, and adds to the score how that compares with the truth. */
export function scoreIncident(sum: IncidentScore, own: IncidentCase, planted: PlantedMove): void {
  const { cube, from, to, events, volumes } = planted;
  const { stage, numerator, denominator, dimensions } = own.looked;
  const metric = { numerator, denominator };
  const looked = dimensions === undefined ? {} : { dimensions };
  const answer = explainMove({ cube, stage, metric, from, to, events, volumes, ...looked });
  if (answer === undefined) throw new TypeError("Expected labels in both windows, got none in one");
  const { cause, decoys } = planted.truth;
  const named = answer.event?.id ?? null;
  sum.runs++;
  if (sum.slice !== undefined) sum.slice += Number(isRightSlice(own, { planted, answer }));
  sum.event += Number(named === cause);
  sum.decoy += Number(named !== null && decoys.includes(named));
  sum.kind += Number(answer.kind === own.kind);
  const oracle = askOracle(planted, { ...metric, isMix: own.kind === "mix-shift" });
  sum.seen += Number(oracle.pValue < 0.01);
  sum.from = addSums(sum.from, oracle.from);
  sum.to = addSums(sum.to, oracle.to);
  if (answer.kind !== own.kind) sum.others.set(answer.kind, (sum.others.get(answer.kind) ?? 0) + 1);
}

function addSums(a: WindowSum, b: WindowSum): WindowSum {
  return { count: a.count + b.count, total: a.total + b.total };
}

type Answered = { readonly planted: PlantedMove; readonly answer: MoveAnswer };

function isRightSlice({ slice, kind }: IncidentCase, { planted, answer }: Answered): boolean {
  if (answer.kind !== kind || slice === "none") return answer.kind === kind;
  return answer.slice !== undefined && isSameSlice(planted, answer.slice);
}

/** Whether two slices hold the same cells of the later window: a language with one market is that market. */
function isSameSlice({ cube, to, truth }: PlantedMove, slice: Slice): boolean {
  const later = cube.cells.filter(
    ({ slice: { day = null } }) => day !== null && day >= to.first && day <= to.last,
  );
  return later.every((cell) => holds(slice, cell.slice) === holds(truth.slice, cell.slice));
}

function holds(wanted: Slice, cell: Slice): boolean {
  return Object.entries(wanted).every(([name, value]) => (cell[name] ?? null) === value);
}
