import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type * as Arrow from "apache-arrow";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import type { RecordScope } from "../../src/matcher/scope.js";
import type { Utf8Column } from "../../src/matcher/utf8Column.js";
import { recordCount, utf8Column } from "../../src/matcher/utf8Column.js";
import { DataError } from "../../src/model/dataError.js";
import { arrow } from "../store/arrow.js";
import { checkedBytes } from "../store/checkedBytes.js";

const { Field, Float64, RecordBatch, Schema, Struct, Table, Utf8, makeData, tableFromIPC, tableToIPC } =
  arrow;

/** What a text file holds: one entry per item in each column, `text` being the canonical text. */
export type TextColumns = {
  readonly itemId: readonly string[];
  readonly language: readonly (string | null)[];
  readonly market: readonly (string | null)[];
  /** UTC ms, NaN without; left out where no item has a time. */
  readonly createdAt?: Float64Array;
  readonly text: Utf8Column;
};

/** An item with its original text. */
export type TextRow = {
  readonly itemId: string;
  readonly language: string | null;
  readonly market: string | null;
  /** UTC ms. */
  readonly createdAt?: number | null;
  readonly text: string;
};

/** The rows as columns, their texts made canonical. */
export function toTextColumns(rows: readonly TextRow[]): TextColumns {
  const hasTimes = rows.some(({ createdAt }) => typeof createdAt === "number");
  return {
    itemId: rows.map((row) => row.itemId),
    language: rows.map((row) => row.language),
    market: rows.map((row) => row.market),
    ...(hasTimes ? { createdAt: Float64Array.from(rows, (row) => row.createdAt ?? NaN) } : {}),
    text: normaliseColumn(utf8Column(rows.map((row) => row.text))).canonical,
  };
}

const fields = [
  new Field("item_id", new Utf8(), false),
  new Field("language", new Utf8(), true),
  new Field("market", new Utf8(), true),
  new Field("text", new Utf8(), false),
];
const timeField = new Field("created_at", new Float64(), false);

/**
 * Writes an Arrow IPC file, uncompressed, in one batch: columns item_id, language, market and text, the last one bytes
 * and offsets that the matcher reads as they are, and created_at where an item has a time. The file appears whole or not
 * at all.
 * @returns where in the file the bytes of the texts begin
 */
export function writeTextFile(path: string, columns: TextColumns): number {
  const { itemId, language, market, text, createdAt } = columns;
  const length = recordCount(text);
  for (const [name, column] of Object.entries({ itemId, language, market, createdAt })) {
    if (column === undefined || column.length === length) continue;
    throw new TypeError(`Expected \`${name}\` to have ${length} entries, one per text, got ${column.length}`);
  }
  const texts = [utf8Data(itemId), utf8Data(language), utf8Data(market), columnData(text)];
  const times = createdAt === undefined ? [] : [makeData({ type: new Float64(), length, data: createdAt })];
  const schema = new Schema(createdAt === undefined ? fields : [...fields, timeField]);
  const children = [...texts, ...times];
  const batch = new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, children }));
  const temporary = `${path}.${process.pid}.tmp`;
  const file = tableToIPC(new Table(schema, [batch]), "file");
  writeFileSync(temporary, file);
  renameSync(temporary, path);
  const values = tableFromIPC(file).getChild("text")?.data[0]?.values;
  return values === undefined ? 0 : values.byteOffset - file.byteOffset;
}

/**
 * The columns of a text file; `text` is a view on the file's bytes where they lie in one batch.
 * @param sha256 of the file; left out: it is not checked
 * @throws {DataError} when the file is missing, no Arrow file, or lacks a column
 */
export function readTextFile(path: string, sha256?: string): TextColumns {
  const table = openTable(path, sha256);
  const column = (name: string): Arrow.Vector<Arrow.Utf8> => utf8Vector(table, { name, path });
  return {
    itemId: Array.from(column("item_id"), (id) => id ?? ""),
    language: Array.from(column("language")),
    market: Array.from(column("market")),
    ...timesIn(table),
    text: toUtf8Column(column("text")),
  };
}

/**
 * When the items of a text file were made, UTC ms, NaN without; `undefined` where none has a time.
 * @param sha256 of the file; left out: it is not checked
 */
export function readItemTimes(path: string, sha256?: string): Float64Array | undefined {
  return timesIn(openTable(path, sha256)).createdAt;
}

function timesIn(table: Arrow.Table): Pick<TextColumns, "createdAt"> {
  const times: unknown = table.getChild(timeField.name)?.toArray();
  return times instanceof Float64Array ? { createdAt: times } : {};
}

/** What a scan needs of a text file: the texts, and where they come from unless no text says so. */
export type ScanColumns = Pick<TextColumns, "text"> & RecordScope;

/** @param sha256 of the file; left out: it is not checked */
export function readScanColumns(path: string, sha256?: string): ScanColumns {
  const table = openTable(path, sha256);
  const scope = (name: string): (string | null)[] | undefined => {
    const vector = utf8Vector(table, { name, path });
    return vector.nullCount === vector.length ? undefined : Array.from(vector);
  };
  return {
    text: toUtf8Column(utf8Vector(table, { name: "text", path })),
    languages: scope("language"),
    markets: scope("market"),
  };
}

function utf8Data(values: readonly (string | null)[]): ReturnType<typeof columnData> {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  for (const [i, value] of values.entries()) {
    if (value !== null) nullBitmap[i >> 3] = (nullBitmap[i >> 3] ?? 0) | (1 << (i & 7));
  }
  const nullCount = values.filter((value) => value === null).length;
  return columnData(
    utf8Column(values.map((value) => value ?? "")),
    nullCount > 0 ? { nullBitmap, nullCount } : {},
  );
}

function columnData(column: Utf8Column, nulls: { nullBitmap?: Uint8Array; nullCount?: number } = {}) {
  const { bytes: data, offsets: valueOffsets } = column;
  return makeData({ type: new Utf8(), length: recordCount(column), data, valueOffsets, ...nulls });
}

function openTable(path: string, sha256?: string): Arrow.Table {
  try {
    const file = readFileSync(path);
    return tableFromIPC(sha256 === undefined ? file : checkedBytes(file, sha256, path));
  } catch (error) {
    if (error instanceof DataError) throw error;
    const found = error instanceof Error ? error.message : String(error);
    throw new DataError([{ source: path, message: `expected an Arrow file with texts, got ${found}` }]);
  }
}

function utf8Vector(
  table: Arrow.Table,
  { name, path }: { name: string; path: string },
): Arrow.Vector<Arrow.Utf8> {
  const vector = table.getChild(name);
  if (isUtf8(vector)) return vector;
  throw new DataError([{ source: path, column: name, message: "expected a Utf8 column, got none" }]);
}

function isUtf8(vector: Arrow.Vector | null): vector is Arrow.Vector<Arrow.Utf8> {
  return vector !== null && vector.type instanceof Utf8;
}

/** One column out of the vector's batches; a single batch is not copied. */
function toUtf8Column(vector: Arrow.Vector<Arrow.Utf8>): Utf8Column {
  const parts = vector.data.map(({ values, valueOffsets, length }) => {
    const offsets = valueOffsets.subarray(0, length + 1);
    return { bytes: values.subarray(0, offsets[length] ?? 0), offsets };
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && (only.offsets[0] ?? 0) === 0) return only;
  const bytes = Buffer.concat(parts.map((part) => part.bytes.subarray(part.offsets[0] ?? 0)));
  const offsets = [0];
  for (const part of parts) {
    const shift = (offsets.at(-1) ?? 0) - (part.offsets[0] ?? 0);
    for (const offset of part.offsets.subarray(1)) offsets.push(offset + shift);
  }
  return { bytes: new Uint8Array(bytes), offsets: Int32Array.from(offsets) };
}
