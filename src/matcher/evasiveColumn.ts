import { canonicalTerm } from "./canonical.js";
import { evasiveUnits } from "./normalise/evasive/evasiveUnits.js";
import { writeUnits } from "./normalise/evasive/units.js";
import type { CanonicalColumn } from "./normaliseColumn.js";
import { normaliseColumn } from "./normaliseColumn.js";
import type { Utf8Column } from "./utf8Column.js";
import { recordCount } from "./utf8Column.js";

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
  const count = recordCount(column.canonical);
  const offsets = new Int32Array(count + 1);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let record = 0; record < count;) {
    const next = batchEnd(column.canonical, record);
    const lines = writeUnits(evasiveUnits(linesOf(column.canonical, [record, next])));
    for (let at = 0; record < next; record++) {
      const end = lines.indexOf(newLine, at);
      parts.push(lines.subarray(at, end));
      length += end - at;
      offsets[record + 1] = length;
      at = end + 1;
    }
  }
  return { view: "evasive", canonical: { bytes: joined(parts, length), offsets }, original: column.original };
}

/** The evasive view of a term, trimmed, to be found in `evasiveColumn(…).canonical`; may be empty. */
export function evasiveTerm(raw: string): string {
  const bytes = writeUnits(evasiveUnits(encoder.encode(canonicalTerm(raw))));
  return decoder.decode(bytes).replace(/^ | $/g, "");
}

/** Ends each record of a batch. No step reads across it, and canonical text holds none: it is white space. */
const newLine = 0x0a;
/** Records are read in batches of about so many bytes, as making arrays for each would cost more than reading it. */
const batchBytes = 1 << 16;

/** The record after the batch that begins at `from`. */
function batchEnd({ offsets }: Utf8Column, from: number): number {
  let end = from + 1;
  while (end + 1 < offsets.length && (offsets[end + 1] ?? 0) - (offsets[from] ?? 0) <= batchBytes) end++;
  return end;
}

/** The records, each ended by a line feed. */
function linesOf({ bytes, offsets }: Utf8Column, [from, to]: readonly [number, number]): Uint8Array {
  const start = offsets[from] ?? 0;
  const lines = new Uint8Array((offsets[to] ?? 0) - start + to - from);
  for (let record = from; record < to; record++) {
    const at = (offsets[record] ?? 0) - start + record - from;
    lines.set(bytes.subarray(offsets[record], offsets[record + 1]), at);
    lines[at + (offsets[record + 1] ?? 0) - (offsets[record] ?? 0)] = newLine;
  }
  return lines;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
