import { canonicalTerm } from "./canonical.js";
import { evasiveUnits } from "./normalise/evasive/evasiveUnits.js";
import { writeUnits } from "./normalise/evasive/units.js";
import type { CanonicalColumn } from "./normaliseColumn.js";
import { normaliseColumn } from "./normaliseColumn.js";
import type { Utf8Column } from "./utf8Column.js";
import { recordBytes, recordCount } from "./utf8Column.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The evasive view of every record, beside the original; its `canonical` holds evasive text, for terms from
 * `evasiveTerm` alone. On top of the canonical view, in this order: Latin letters without marks, spelled words joined,
 * look-alikes in mixed words, digits and signs that read as letters, repeated letters, and i and l as one.
 * Each step is in `normalise/evasive`, with what it costs in false matches. Texts with the same canonical view have the
 * same evasive view. It is not idempotent: folding i and l makes new runs. Positions lead back through `offsetMap`.
 * Cost: O(bytes), several times that of the canonical view.
 * @param original texts as they are, or the column of `normaliseColumn`, which saves making the canonical view again
 */
export function evasiveColumn(original: Utf8Column | CanonicalColumn): CanonicalColumn {
  const column = "bytes" in original ? normaliseColumn(original) : original;
  const records: Uint8Array[] = [];
  const offsets = new Int32Array(recordCount(column.canonical) + 1);
  for (let record = 0; record + 1 < offsets.length; record++) {
    const bytes = writeUnits(evasiveUnits(recordBytes(column.canonical, record)));
    records.push(bytes);
    offsets[record + 1] = (offsets[record] ?? 0) + bytes.length;
  }
  return {
    view: "evasive",
    canonical: { bytes: joined(records, offsets), offsets },
    original: column.original,
  };
}

/** The evasive view of a term, trimmed, to be found in `evasiveColumn(…).canonical`; may be empty. */
export function evasiveTerm(raw: string): string {
  const bytes = writeUnits(evasiveUnits(encoder.encode(canonicalTerm(raw))));
  return decoder.decode(bytes).replace(/^ | $/g, "");
}

function joined(records: readonly Uint8Array[], offsets: Int32Array): Uint8Array {
  const bytes = new Uint8Array(offsets.at(-1) ?? 0);
  for (const [i, record] of records.entries()) bytes.set(record, offsets[i]);
  return bytes;
}
