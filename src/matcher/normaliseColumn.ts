import { canonical } from "./canonical.js";
import { isWhiteSpace } from "./characters.js";
import type { Utf8Column, Utf8Writer } from "./utf8Column.js";
import { recordBytes, recordCount, recordText, utf8Writer } from "./utf8Column.js";

/** A text column beside its canonical view, record by record; plain data, so workers and pages can receive it. */
export type CanonicalColumn = {
  readonly canonical: Utf8Column;
  readonly original: Utf8Column;
};

/**
 * The canonical view of every record, beside the original. Nothing is trimmed.
 * Positions lead back through `offsetMap`, which is made for one record when it is asked for.
 * Cost: O(bytes); records of ASCII only are mapped byte by byte without decoding.
 */
export function normaliseColumn(original: Utf8Column): CanonicalColumn {
  const writer = utf8Writer(original.bytes.length);
  for (let record = 0; record < recordCount(original); record++) {
    const bytes = recordBytes(original, record);
    if (isAscii(bytes)) writeAscii(bytes, writer);
    else writer.writeText(canonical(recordText(original, record)));
    writer.endRecord();
  }
  return { canonical: writer.column(), original };
}

export function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}

function writeAscii(bytes: Uint8Array, writer: Utf8Writer): void {
  let afterSpace = false;
  for (const byte of bytes) {
    const isSpace = isWhiteSpace(byte);
    if (!isSpace) writer.writeByte(byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);
    else if (!afterSpace) writer.writeByte(0x20);
    afterSpace = isSpace;
  }
}
