import { tableFromIPC } from "npm:@uwdata/flechette";
import type {
  ArtefactName,
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
};

type Row = Readonly<Record<string, unknown>>;

/**
 * Page data over the bytes of prepared files.
 * @param bytesOf the bytes of an artefact, `undefined` when this page did not load it
 * @throws {TypeError} on access to a part that was not loaded
 */
export function pageData(bytesOf: (name: ArtefactName) => Uint8Array | undefined): PageData {
  const decoded = new Map<ArtefactName, unknown>();
  function get<T>(name: ArtefactName, decode: (bytes: Uint8Array) => T): T {
    if (!decoded.has(name)) {
      const bytes = bytesOf(name);
      if (bytes === undefined) throw new TypeError(`Expected the page to load ${name}`);
      decoded.set(name, decode(bytes));
    }
    return decoded.get(name) as T;
  }
  const report = () => get("report.json", decodeJson<Report>);
  const cube = (name: ArtefactName, extra: readonly string[], measures: readonly string[]) =>
    get(name, (bytes) => decodeCube(bytes, { dimensions: [...extra, ...report().dimensions], measures }));
  return {
    get report() {
      return report();
    },
    get decisions() {
      return get("decisions.arrow", (bytes) => decodeDecisions(bytes, report().dimensions));
    },
    get review() {
      return cube("review.arrow", [], confusion);
    },
    get reviewDaily() {
      return cube("reviewDaily.arrow", ["day"], confusion);
    },
    get pairs() {
      return cube("pairs.arrow", [], ["disagreeing_pairs", "pairs"]);
    },
    get terms() {
      return get("terms.arrow", decodeRows<TermRow>);
    },
    get termPolicies() {
      return get("termPolicies.arrow", decodeRows<TermPolicyRow>);
    },
    get termOverlaps() {
      return get("termOverlaps.arrow", decodeRows<TermOverlapRow>);
    },
    get termExamples() {
      return get("termExamples.arrow", decodeRows<TermExampleRow>);
    },
  };
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

/** Rows of an Arrow file as plain objects; the artefacts' types are checked where they are written. */
function decodeRows<T>(bytes: Uint8Array): T[] {
  return tableFromIPC(bytes, { useBigInt: false }).toArray() as T[];
}

function decodeJson<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes));
}
