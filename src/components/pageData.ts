import { tableFromIPC } from "npm:@uwdata/flechette";
import type {
  ArtefactName,
  PackageTermRow,
  TermExampleRow,
  TermOverlapRow,
  TermPolicyRow,
  TermRow,
} from "../model/artefact.js";
import { productColumns } from "../model/cube.js";
import type { Cube } from "../model/cube.js";
import type { Report } from "../model/report.js";
import type { DecisionRow } from "../replay/flips.js";

/** The prepared data of a site, decoded when it is first asked for. */
export type PageData = {
  readonly report: Report;
  readonly decisions: readonly DecisionRow[];
  /** Judgments of the human stage against gold, by the dimensions of the item. */
  readonly review: Cube;
  /** The same by day as well; merging days would split the judgments of an item into several clusters. */
  readonly reviewDaily: Cube;
  /** Pairs of judgments of one item. */
  readonly pairs: Cube;
  readonly terms: readonly TermRow[];
  readonly termPolicies: readonly TermPolicyRow[];
  readonly termOverlaps: readonly TermOverlapRow[];
  readonly termExamples: readonly TermExampleRow[];
  /** Terms of the newest release; none when there is no package, or one that is too large for a page. */
  readonly packageTerms: readonly PackageTermRow[];
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
  const cube = (name: ArtefactName, extra: readonly string[], measures: readonly string[]) =>
    once(() => decodeCube(load(name), { dimensions: [...extra, ...report().dimensions], measures }));
  const report = once(() => decodeReport(load("report.json")));
  const decisions = once(() => decodeDecisions(load("decisions.arrow"), report().dimensions));
  const review = cube("review.arrow", [], confusion);
  const reviewDaily = cube("reviewDaily.arrow", ["day"], confusion);
  const pairs = cube("pairs.arrow", [], ["disagreeing_pairs", "pairs"]);
  const terms = once(() => decodeRows<TermRow>(load("terms.arrow")));
  const termPolicies = once(() => decodeRows<TermPolicyRow>(load("termPolicies.arrow")));
  const termOverlaps = once(() => decodeRows<TermOverlapRow>(load("termOverlaps.arrow")));
  const termExamples = once(() => decodeRows<TermExampleRow>(load("termExamples.arrow")));
  const packageTerms = once(() => decodeRows<PackageTermRow>(load("packageTerms.arrow")));
  return {
    get report() {
      return report();
    },
    get decisions() {
      return decisions();
    },
    get review() {
      return review();
    },
    get reviewDaily() {
      return reviewDaily();
    },
    get pairs() {
      return pairs();
    },
    get terms() {
      return terms();
    },
    get termPolicies() {
      return termPolicies();
    },
    get termOverlaps() {
      return termOverlaps();
    },
    get termExamples() {
      return termExamples();
    },
    get packageTerms() {
      return packageTerms();
    },
  };
}

/** A function that makes its value when it is first called, and gives the same one from then on. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const confusion = ["tp", "fp", "fn", "tn"];

function decodeCube(
  bytes: Uint8Array,
  shape: { dimensions: readonly string[]; measures: readonly string[] },
): Cube {
  const { dimensions, measures } = shape;
  const products = productColumns(measures);
  const cells = decodeRows<Row>(bytes).map((row) => ({
    slice: sliceOf(row, dimensions),
    sums: measures.map((name) => Number(row[name])),
    products: products.map((name) => Number(row[name])),
  }));
  return { dimensions, measures, cells };
}

function decodeDecisions(bytes: Uint8Array, dimensions: readonly string[]): DecisionRow[] {
  return decodeRows<Row & DecisionRow>(bytes).map((row) => ({
    slice: sliceOf(row, dimensions),
    truth: row.truth,
    rejectedBy: row.rejectedBy,
    items: row.items,
  }));
}

function sliceOf(row: Row, dimensions: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(
    dimensions.map((name) => [name, typeof row[name] === "string" ? row[name] : null]),
  );
}

/** Rows of an Arrow file as plain objects. */
function decodeRows<T>(bytes: Uint8Array): T[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types hold where the artefacts are written
  return tableFromIPC(bytes, { useBigInt: false }).toArray() as T[];
}

function decodeReport(bytes: Uint8Array): Report {
  return JSON.parse(new TextDecoder().decode(bytes));
}
