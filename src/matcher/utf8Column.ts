/**
 * A column of texts, laid out exactly as Arrow's Utf8: record i is `bytes[offsets[i] … offsets[i + 1])`.
 * `offsets` has one entry more than there are records; the bytes are valid UTF-8 (the maker's duty).
 */
export type Utf8Column = {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The texts as one column, in order. A lone surrogate is written as U+FFFD. */
export function utf8Column(texts: readonly string[]): Utf8Column {
  const writer = utf8Writer(texts.reduce((sum, text) => sum + text.length, 0));
  for (const text of texts) {
    writer.writeText(text);
    writer.endRecord();
  }
  return writer.column();
}

/** Number of records. */
export function recordCount(column: Utf8Column): number {
  return Math.max(0, column.offsets.length - 1);
}

/** The bytes of a record, as a view on the column. */
export function recordBytes(column: Utf8Column, record: number): Uint8Array {
  return column.bytes.subarray(column.offsets[record], column.offsets[record + 1]);
}

/** The text of a record. A leading U+FEFF is part of it. */
export function recordText(column: Utf8Column, record: number): string {
  return decoder.decode(recordBytes(column, record));
}

export type Utf8Writer = {
  writeText(text: string): void;
  endRecord(): void;
  column(): Utf8Column;
};

/** Collects a column record by record; the buffer doubles as it fills. */
export function utf8Writer(sizeHint: number): Utf8Writer {
  let bytes = new Uint8Array(Math.max(64, sizeHint));
  let length = 0;
  const offsets = [0];
  const reserve = (more: number): void => {
    if (length + more <= bytes.length) return;
    const grown = new Uint8Array(Math.max(length + more, bytes.length * 2));
    grown.set(bytes);
    bytes = grown;
  };
  return {
    writeText(text) {
      reserve(text.length * 3);
      length += encoder.encodeInto(text, bytes.subarray(length)).written;
    },
    endRecord() {
      offsets.push(length);
    },
    column() {
      return { bytes: bytes.slice(0, length), offsets: Int32Array.from(offsets) };
    },
  };
}
