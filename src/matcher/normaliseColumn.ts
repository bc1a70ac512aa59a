import { normaliseRecord } from "./normalise/normaliseRecord.js";
import { newNormaliser } from "./normalise/normaliser.js";
import { confusablesVersion, unicodeVersion } from "./tables/versions.js";
import type { Utf8Column } from "./utf8Column.js";
import { recordCount } from "./utf8Column.js";

/** Which reading of a text: see `canonical` and `evasiveColumn`. */
export type View = "canonical" | "evasive";

/** A text column beside a view of it, record by record; plain data, so workers and pages can receive it. */
export type CanonicalColumn = {
  readonly view: View;
  /** The texts of the view. */
  readonly canonical: Utf8Column;
  readonly original: Utf8Column;
};

/** Part of the key of stored results: two versions may give different canonical or evasive texts, one never does. */
export const normaliserVersion = `1-unicode-${unicodeVersion}-confusables-${confusablesVersion}`;

/**
 * The canonical view of every record, beside the original. Nothing is trimmed. Bytes that are not UTF-8 read as U+FFFD.
 * Positions lead back through `offsetMap`, which is made for one record when it is asked for.
 * Cost: O(bytes), about 2 bytes of memory a byte; runs of ASCII cost least, sequences that compose most.
 */
export function normaliseColumn(original: Utf8Column): CanonicalColumn {
  const count = recordCount(original);
  const state = newNormaliser(original.bytes);
  const offsets = new Int32Array(count + 1);
  for (let record = 0; record < count; record++) {
    const from = original.offsets[record] ?? 0;
    normaliseRecord(state, from, original.offsets[record + 1] ?? from);
    offsets[record + 1] = state.length;
  }
  return { view: "canonical", canonical: { bytes: state.bytes.slice(0, state.length), offsets }, original };
}
