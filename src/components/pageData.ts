import { tableFromIPC } from "npm:@uwdata/flechette";
import type { TrendAlerts } from "../model/alert.js";
import type {
  ArtefactName,
  CoverageRow,
  LabelLagRow,
  PackageTermRow,
  SampleRow,
  TermExampleRow,
  TermHistoryRow,
  TermOverlapRow,
  TermPolicyRow,
  TermRow,
} from "../model/artefact.js";
import type { PublishedMonitor } from "../gate/monitorReleases.js";
import { auditCube } from "../metrics/audits.js";
import type { AuditRow } from "../metrics/audits.js";
import { duplicateMeasures } from "../metrics/duplicateMeasures.js";
import { judgedCube } from "../metrics/judged.js";
import type { JudgedRow } from "../metrics/judged.js";
import type { AdHealthFacts, OverkillFacts, PolicyFacts } from "../metrics/pageFacts.js";
import { rowsCube, sliceOf, stageCubes } from "../metrics/rowsCube.js";
import { confusionMeasures } from "../metrics/verdict.js";
import type { PublishedCandidates } from "../mining/candidate.js";
import type { Cube } from "../model/cube.js";
import type { PackageGrowth } from "../model/packageGrowth.js";
import type { PackageHealth } from "../model/packageHealth.js";
import type { ReleaseTerms } from "../model/releaseTerms.js";
import type { Report } from "../model/report.js";
import type { DecisionRow } from "../replay/flips.js";

/** The prepared data of a site, decoded when it is first asked for. */
export type PageData = {
  readonly report: Report;
  readonly decisions: readonly DecisionRow[];
  /** Judgments of the human stage against truth, by the dimensions of the item and `labelSource`. */
  readonly review: Cube;
  /** The same by day as well; merging days would split the judgments of an item into several clusters. */
  readonly reviewDaily: Cube;
  /** Decisions of every stage that has events of its own and labels of a later stage. */
  readonly scored: ReadonlyMap<string, Cube>;
  readonly scoredDaily: ReadonlyMap<string, Cube>;
  /** Items by how often people judged and rejected them. */
  readonly judged: readonly JudgedRow[];
  /** Pairs of judgments of one item, and second reviews. */
  readonly pairs: Cube;
  /** Pairs of duplicates, and of near-duplicates, with a final decision; a group that crosses a dimension has no value there. */
  readonly duplicates: Cube;
  readonly audits: readonly AuditRow[];
  /** Decisions of people as QA found them, and verdicts of QA as its auditor found them. */
  readonly audited: Cube;
  /** Line items of the verdicts of QA, by name, as its auditor found them. */
  readonly lineItems: Cube;
  readonly labelLags: readonly LabelLagRow[];
  readonly coverage: readonly CoverageRow[];
  readonly samples: readonly SampleRow[];
  readonly terms: readonly TermRow[];
  readonly termPolicies: readonly TermPolicyRow[];
  readonly termOverlaps: readonly TermOverlapRow[];
  readonly termExamples: readonly TermExampleRow[];
  readonly termHistory: readonly TermHistoryRow[];
  readonly packageHealth: PackageHealth;
  /** Terms of the newest release; none when there is no package, or one that is too large for a page. */
  readonly packageTerms: readonly PackageTermRow[];
  /** What has changed in the last days, over all series of the site. */
  readonly alerts: TrendAlerts;
  readonly overkill: OverkillFacts;
  readonly policies: PolicyFacts;
  readonly adHealth: AdHealthFacts;
  readonly candidates: PublishedCandidates;
  readonly growth: PackageGrowth;
  readonly releaseTerms: ReleaseTerms;
  readonly monitor: PublishedMonitor;
};

type Row = Readonly<Record<string, unknown>>;

/**
 * Page data over the bytes of prepared files.
 * @param bytesOf the bytes of an artefact, `undefined` when this page did not load it
 * @throws {TypeError} on access to a part that was not loaded
 */
export function pageData(bytesOf: (name: ArtefactName) => Uint8Array | undefined): PageData {
  const load = (name: ArtefactName): Uint8Array => {
    const bytes = bytesOf(name);
    if (bytes === undefined) throw new TypeError(`Expected the page to load ${name}`);
    return bytes;
  };
  const cubes = (name: ArtefactName, extra: readonly string[]) =>
    once(() => {
      const dimensions = [...extra, ...report().dimensions, "labelSource"];
      return {
        dimensions,
        byStage: stageCubes(decodeRows<Row>(load(name)), { dimensions, advertisers: report().advertisers }),
      };
    });
  const report = once((): Report => decodeJson(load("report.json")));
  const judged = once(() => decodeJudged(load("pairs.arrow"), report().dimensions));
  const audits = once(() => decodeAudits(load("audits.arrow"), report().dimensions));
  const scored = cubes("review.arrow", []);
  const scoredDaily = cubes("reviewDaily.arrow", ["day"]);
  return lazily<PageData>({
    report,
    decisions: () => decodeDecisions(load("decisions.arrow"), report().dimensions),
    review: () => ofHumans(scored()),
    reviewDaily: () => ofHumans(scoredDaily()),
    scored: () => scored().byStage,
    scoredDaily: () => scoredDaily().byStage,
    judged,
    pairs: () => judgedCube(judged(), report().dimensions),
    duplicates: () =>
      rowsCube(decodeRows<Row>(load("duplicates.arrow")), {
        dimensions: report().dimensions,
        measures: duplicateMeasures,
      }),
    audits,
    audited: () => auditCube(audits(), report().dimensions),
    lineItems: () =>
      rowsCube(decodeRows<Row>(load("lineItems.arrow")), {
        dimensions: [...report().dimensions, "lineItem"],
        measures: ["line_items_right", "line_items"],
      }),
    labelLags: () => decodeLags(load("labelLags.arrow"), report().dimensions),
    coverage: () => decodeRows<CoverageRow>(load("coverage.arrow")),
    samples: () => decodeSamples(load("samples.arrow")),
    terms: () => decodeRows<TermRow>(load("terms.arrow")),
    termPolicies: () => decodeRows<TermPolicyRow>(load("termPolicies.arrow")),
    termOverlaps: () => decodeRows<TermOverlapRow>(load("termOverlaps.arrow")),
    termExamples: () => decodeRows<TermExampleRow>(load("termExamples.arrow")),
    termHistory: () => decodeRows<TermHistoryRow>(load("termHistory.arrow")),
    packageHealth: (): PackageHealth => decodeJson(load("packageHealth.json")),
    packageTerms: () => decodeRows<PackageTermRow>(load("packageTerms.arrow")),
    alerts: (): TrendAlerts => decodeJson(load("alerts.json")),
    overkill: (): OverkillFacts => decodeJson(load("overkill.json")),
    policies: (): PolicyFacts => decodeJson(load("policies.json")),
    adHealth: (): AdHealthFacts => decodeJson(load("adHealth.json")),
    candidates: (): PublishedCandidates => decodeJson(load("candidates.json")),
    growth: (): PackageGrowth => decodeJson(load("growth.json")),
    releaseTerms: (): ReleaseTerms => decodeJson(load("releaseTerms.json")),
    monitor: (): PublishedMonitor => decodeJson(load("monitor.json")),
  });
}

function decodeSamples(bytes: Uint8Array): SampleRow[] {
  return decodeRows<SampleRow>(bytes).map((row) => ({ ...row, chance: maybeNumber(row.chance) }));
}

/** An object each of whose values is made when it is first read. */
function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const made = {};
  for (const [name, make] of Object.entries<() => unknown>(makers)) {
    Object.defineProperty(made, name, { get: once(make), enumerable: true });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has a getter for each key of T
  return made as T;
}

/** A function that makes its value when it is first called, and gives the same one from then on. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

type StageCubes = { readonly dimensions: readonly string[]; readonly byStage: ReadonlyMap<string, Cube> };

function ofHumans({ dimensions, byStage }: StageCubes): Cube {
  return byStage.get("human") ?? { dimensions, measures: confusionMeasures, cells: [] };
}

function decodeJudged(bytes: Uint8Array, dimensions: readonly string[]): JudgedRow[] {
  return decodeRows<Row & Pick<JudgedRow, "second" | "items">>(bytes).map((row) => ({
    slice: sliceOf(row, dimensions),
    judgments: Number(row["judgments"]),
    rejections: Number(row["rejections"]),
    second: row.second,
    items: row.items,
  }));
}

function decodeAudits(bytes: Uint8Array, dimensions: readonly string[]): AuditRow[] {
  return decodeRows<Row & Omit<AuditRow, "bucket" | "severity">>(bytes).map((row) => ({
    ...row,
    slice: sliceOf(row, dimensions),
    bucket: maybeNumber(row["bucket"]) ?? undefined,
    severity: Number(row["severity"]),
  }));
}

function decodeLags(bytes: Uint8Array, dimensions: readonly string[]): LabelLagRow[] {
  return decodeRows<Row & Pick<LabelLagRow, "stage" | "labels">>(bytes).map((row) => ({
    slice: sliceOf(row, dimensions),
    stage: row.stage,
    bin: Number(row["bin"]),
    labels: row.labels,
  }));
}

/** A number that a key holds, if any; keys are stored as texts. */
function maybeNumber(key: unknown): number | null {
  return key === null || key === undefined ? null : Number(key);
}

function decodeDecisions(bytes: Uint8Array, dimensions: readonly string[]): DecisionRow[] {
  return decodeRows<Row & DecisionRow>(bytes).map((row) => ({
    slice: sliceOf(row, dimensions),
    truth: row.truth,
    rejectedBy: row.rejectedBy,
    items: row.items,
  }));
}

/** Rows of an Arrow file as plain objects. */
function decodeRows<T>(bytes: Uint8Array): T[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types hold where the artefacts are written
  return tableFromIPC(bytes, { useBigInt: false }).toArray() as T[];
}

function decodeJson(bytes: Uint8Array) {
  return JSON.parse(new TextDecoder().decode(bytes));
}
