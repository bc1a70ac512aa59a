import { createHash } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SourceSchema } from "../../src/model/workspace.js";
import { batchRows } from "../../loaders/sources/source.js";
import type { RecordBatch, Source } from "../../loaders/sources/source.js";
import { issuesOf, tempFolder } from "./tempFolder.js";

/** What the contract needs to know of an adapter for files. */
export type FileFormat = {
  readonly extension: string;
  readonly open: (options: { path: string; schema: SourceSchema }) => Source;
  /** A file of these rows. */
  readonly write: (
    names: readonly string[],
    rows: readonly (readonly string[])[],
  ) => string | Buffer | Promise<Buffer>;
  /** Line of the first row. */
  readonly firstLine: number;
  /** Line that issues about the columns name, as they come before a colon. */
  readonly headerLine: ":1" | "";
  readonly empty: string;
};

export const schema: SourceSchema = { id: "string", note: "string" };
export const names = ["id", "note"];
export const rows = [
  ["1", "plain"],
  ["2", 'größer, "quoted" 中文 😀'],
  ["3", ""],
];

/** Runs every promise of a Source against an adapter. */
export function sourceContract(name: string, format: FileFormat): void {
  const { open, write, extension, firstLine } = format;
  const file = `a.${extension}`;
  const openIn = (dir: string, path = file) => open({ path: join(dir, path), schema });

  test(`${name}: read() gives rows in order with the line where each begins`, async () => {
    const dir = await tempFolder({ [file]: await write(names, rows) });
    const [batch] = await readAll(openIn(dir));
    expect(batch?.columns).toEqual({ id: ["1", "2", "3"], note: ["plain", 'größer, "quoted" 中文 😀', ""] });
    expect(batch?.lines).toEqual([firstLine, firstLine + 1, firstLine + 2]);
    expect(batch?.rejected).toEqual([]);
  });

  test(`${name}: columns may stand in any order`, async () => {
    const dir = await tempFolder({ [file]: await write(["note", "id"], [["plain", "1"]]) });
    const [batch] = await readAll(openIn(dir));
    expect(batch?.columns).toEqual({ id: ["1"], note: ["plain"] });
  });

  test(`${name}: read() gives at most ${batchRows} rows at once, with lines that go on`, async () => {
    const many = Array.from({ length: batchRows * 2 + 5 }, (_, index) => [
      String(index),
      `row ${index} ${"é".repeat(40)}`,
    ]);
    const dir = await tempFolder({ [file]: await write(names, many) });
    const batches = await readAll(openIn(dir));
    expect(batches.map(({ lines }) => lines.length)).toEqual([batchRows, batchRows, 5]);
    expect(batches.flatMap(({ columns }) => columns["id"] ?? [])).toEqual(many.map(([id]) => id));
    expect(batches[2]?.lines.at(-1)).toBe(firstLine + many.length - 1);
  });

  test(`${name}: partitions() lists the files of a pattern by name, each with the SHA-256 of its bytes`, async () => {
    const text = await write(names, rows);
    const dir = await tempFolder({ [`2.${extension}`]: text, [`1.${extension}`]: text, "other.txt": "x" });
    const source = openIn(dir, `*.${extension}`);
    const before = await source.partitions();
    const sha256 = createHash("sha256").update(text).digest("hex");
    expect(before).toEqual([1, 2].map((n) => ({ key: join(dir, `${n}.${extension}`), fingerprint: sha256 })));
    await appendFile(join(dir, `2.${extension}`), "\n");
    const after = await source.partitions();
    expect(after[0]).toEqual(before[0]);
    expect(after[1]?.fingerprint).not.toBe(sha256);
  });

  test(`${name}: a file that is missing or empty is refused by name`, async () => {
    const dir = await tempFolder({ [file]: "" });
    expect(await issuesOf(dir, () => readAll(openIn(dir)))).toEqual([`${file}: ${format.empty}`]);
    expect(await issuesOf(dir, () => openIn(dir, "none").partitions())).toEqual([
      "none: expected a file, got none",
    ]);
    expect(await issuesOf(dir, () => openIn(dir, "none*").partitions())).toEqual([
      "none*: expected at least one file of this name, got none",
    ]);
  });

  test(`${name}: missing and undeclared columns are refused together, with the nearest name`, async () => {
    const dir = await tempFolder({ [file]: await write(["id", "notes"], [["1", "x"]]) });
    expect(await issuesOf(dir, () => readAll(openIn(dir)))).toEqual([
      `${file}${format.headerLine}: note: expected this column, got none (did you mean "notes"?)`,
      `${file}${format.headerLine}: notes: expected only declared columns, got "notes" (did you mean "note"?)`,
    ]);
  });
}

/** Every batch of every partition. */
export async function readAll(source: Source): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for (const { key } of await source.partitions())
    for await (const batch of source.read(key)) batches.push(batch);
  return batches;
}
