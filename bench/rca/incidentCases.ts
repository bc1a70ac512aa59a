import type { Stage } from "../../src/model/stages.js";
import type { Slice } from "../../src/rca/changeCube.js";
import { explainMove } from "../../src/rca/explainMove.js";
import type { MoveAnswer, MoveKind } from "../../src/rca/explainMove.js";
import type { IncidentSpec } from "../../src/simulate/plan.js";
import type { PlantedMove, View } from "./plantedMove.js";

type Looked = {
  readonly view: View;
  readonly stage: Stage;
  /** What the metric is, in words. */
  readonly name: string;
  readonly numerator: readonly string[];
  readonly denominator: readonly string[];
};

const all = ["tp", "fp", "fn", "tn"];
const allHuman = [...all, "wrong_policy"];

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
const humanWrong: Looked = {
  view: "humanLabelled",
  stage: "human",
  name: "wrong decision or policy, human, labelled",
  numerator: ["fp", "fn", "wrong_policy"],
  denominator: allHuman,
};
const humanError: Looked = {
  ...humanWrong,
  name: "wrong decision, human, labelled",
  numerator: ["fp", "fn"],
};
const humanFpr: Looked = {
  ...humanWrong,
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
  name: "human decisions that QA overturns",
  numerator: ["qa_overturned"],
  denominator: ["qa_confirmed", "qa_overturned"],
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
};

export const incidentCases: readonly IncidentCase[] = [
  { spec: { kind: "broad-term" }, looked: rejections, kind: "cause", slice: "first" },
  { spec: { kind: "broad-term" }, looked: autoFpr, kind: "cause", slice: "first", also: true },
  { spec: { kind: "bad-model" }, looked: coverage, kind: "everywhere", slice: "none" },
  { spec: { kind: "bad-model" }, looked: autoFpr, kind: "everywhere", slice: "none", also: true },
  { spec: { kind: "guideline-mistranslated" }, looked: humanWrong, kind: "cause", slice: "first" },
  { spec: { kind: "new-vendor" }, looked: slow, kind: "cause", slice: "first" },
  { spec: { kind: "new-vendor" }, looked: humanError, kind: "cause", slice: "first", also: true },
  { spec: { kind: "lenient-qa" }, looked: overturned, kind: "cause", slice: "first" },
  { spec: { kind: "mix-shift" }, looked: finalRejections, kind: "mix-shift", slice: "first" },
  { spec: { kind: "sampling-change" }, looked: humanFpr, kind: "sampling-change" },
  { spec: { kind: "duplicates" }, looked: autoFpr, kind: "duplicates-of-one-advertiser" },
  { spec: { kind: "duplicates" }, looked: rejections, kind: "duplicates-of-one-advertiser", also: true },
  { spec: { kind: "logging-fault", mode: "gap" }, looked: humanError, kind: "logging-fault" },
  { spec: { kind: "logging-fault", mode: "doubling" }, looked: humanError, kind: "logging-fault" },
];

/** How often what was said of a case was right. */
export type IncidentScore = {
  runs: number;
  /** `undefined` where the planted slice is none of the cube. */
  slice: number | undefined;
  event: number;
  decoy: number;
  kind: number;
  /** What else it was called, and how often. */
  readonly others: Map<string, number>;
};

export function emptyScore({ slice }: IncidentCase): IncidentScore {
  const none = { runs: 0, event: 0, decoy: 0, kind: 0, others: new Map<string, number>() };
  return { ...none, slice: slice === undefined ? undefined : 0 };
}

/** Explains a planted incident without its truth, and adds to the score how that compares with the truth. */
export function scoreIncident(sum: IncidentScore, own: IncidentCase, planted: PlantedMove): void {
  const { cube, from, to, events, volumes } = planted;
  const { stage, numerator, denominator } = own.looked;
  const answer = explainMove({ cube, stage, metric: { numerator, denominator }, from, to, events, volumes });
  if (answer === undefined) throw new TypeError("Expected labels in both windows, got none in one");
  const { cause, decoys } = planted.truth;
  const named = answer.event?.id ?? null;
  sum.runs++;
  if (sum.slice !== undefined) sum.slice += Number(isRightSlice(own, { planted, answer }));
  sum.event += Number(named === cause);
  sum.decoy += Number(named !== null && decoys.includes(named));
  sum.kind += Number(answer.kind === own.kind);
  if (answer.kind !== own.kind) sum.others.set(answer.kind, (sum.others.get(answer.kind) ?? 0) + 1);
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
