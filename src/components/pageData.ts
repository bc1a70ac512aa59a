import { tableFromIPC } from "npm:@uwdata/flechette";
import type { TrendAlerts } from "../model/alert.js";
import type {
  ArtefactName,
  PackageTermRow,
  TermExampleRow,
  TermOverlapRow,
  TermPolicyRow,
  TermRow,
} from "../model/artefact.js";
import type { AdHealthFacts, OverkillFacts, PolicyFacts } from "../metrics/pageFacts.js";
import { rowsCube, sliceOf } from "../metrics/rowsCube.js";
import { confusionMeasures } from "../metrics/verdict.js";
import type { Cube } from "../model/cube.js";
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
  /** Pairs of judgments of one item. */
  readonly pairs: Cube;
  readonly terms: readonly TermRow[];
  readonly termPolicies: readonly TermPolicyRow[];
  readonly termOverlaps: readonly TermOverlapRow[];
  readonly termExamples: readonly TermExampleRow[];
  /** Terms of the newest release; none when there is no package, or one that is too large for a page. */
  readonly packageTerms: readonly PackageTermRow[];
  /** What has changed in the last days, over all series of the site. */
  readonly alerts: TrendAlerts;
  readonly overkill: OverkillFacts;
  readonly policies: PolicyFacts;
  readonly adHealth: AdHealthFacts;
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
      return { dimensions, byStage: decodeByStage(load(name), dimensions) };
    });
  const report = once((): Report => decodeJson(load("report.json")));
  const scored = cubes("review.arrow", []);
  const scoredDaily = cubes("reviewDaily.arrow", ["day"]);
  return lazily<PageData>({
    report,
    decisions: () => decodeDecisions(load("decisions.arrow"), report().dimensions),
    review: () => ofHumans(scored()),
    reviewDaily: () => ofHumans(scoredDaily()),
    scored: () => scored().byStage,
    scoredDaily: () => scoredDaily().byStage,
    pairs: () =>
      rowsCube(decodeRows<Row>(load("pairs.arrow")), {
        dimensions: report().dimensions,
        measures: ["disagreeing_pairs", "pairs"],
      }),
    terms: () => decodeRows<TermRow>(load("terms.arrow")),
    termPolicies: () => decodeRows<TermPolicyRow>(load("termPolicies.arrow")),
    termOverlaps: () => decodeRows<TermOverlapRow>(load("termOverlaps.arrow")),
    termExamples: () => decodeRows<TermExampleRow>(load("termExamples.arrow")),
    packageTerms: () => decodeRows<PackageTermRow>(load("packageTerms.arrow")),
    alerts: (): TrendAlerts => decodeJson(load("alerts.json")),
    overkill: (): OverkillFacts => decodeJson(load("overkill.json")),
    policies: (): PolicyFacts => decodeJson(load("policies.json")),
    adHealth: (): AdHealthFacts => decodeJson(load("adHealth.json")),
  });
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

function decodeByStage(bytes: Uint8Array, dimensions: readonly string[]): Map<string, Cube> {
  const byStage = new Map<string, Row[]>();
  for (const row of decodeRows<Row & { stage: string }>(bytes)) {
    const rows = byStage.get(row.stage);
    if (rows === undefined) byStage.set(row.stage, [row]);
    else rows.push(row);
  }
  return new Map(
    Array.from(byStage, ([stage, rows]) => [
      stage,
      rowsCube(rows, { dimensions, measures: confusionMeasures }),
    ]),
  );
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
