import { dailyColumns, headerOf, lineOf } from "./files.js";
import type { CellsOf, Chunk, DailyFile } from "./files.js";
import { dayOf, dayOn } from "./world.js";

/** Rows on their way to the file of the day that they belong to. */
export type Outbox = {
  /** Keeps a row until its day is written; one after the last day has not happened yet and is left out. */
  readonly add: <F extends DailyFile>(file: F, atMs: number, cells: CellsOf<F>) => void;
  /** What is ready of a day, of files with so many bytes or more; with 0 the day is over. */
  readonly take: (day: number, leastBytes: number) => Chunk[];
  /** Rows so far by file. */
  readonly rows: ReadonlyMap<DailyFile, number>;
};

type Waiting = { bytes: Uint8Array; length: number };

const fileNames = Object.keys(dailyColumns).filter((name): name is DailyFile => name in dailyColumns);

/** The rows of days that are over must have been taken; later days wait in memory as bytes, which no collector visits. */
export function openOutbox(days: number): Outbox {
  const waiting = new Map<number, Map<DailyFile, Waiting>>();
  const rows = new Map(fileNames.map((file) => [file, 0]));
  const ofDay = (day: number): Map<DailyFile, Waiting> => {
    const found = waiting.get(day) ?? new Map(fileNames.map((file) => [file, withHeader(file)]));
    waiting.set(day, found);
    return found;
  };
  return {
    rows,
    add(file, atMs, cells) {
      const day = dayOf(atMs);
      const own = day < days ? ofDay(day).get(file) : undefined;
      if (own === undefined) return;
      append(own, lineOf(dailyColumns[file], cells));
      rows.set(file, (rows.get(file) ?? 0) + 1);
    },
    take(day, leastBytes) {
      const chunks: Chunk[] = [];
      for (const [file, own] of ofDay(day)) {
        if (own.length < leastBytes || own.length === 0) continue;
        chunks.push({ path: `${file}/${dayOn(day)}.csv`, bytes: own.bytes.slice(0, own.length) });
        own.length = 0;
      }
      if (leastBytes === 0) waiting.delete(day);
      return chunks;
    },
  };
}

const encoder = new TextEncoder();
const firstBytes = 2048;

/** Every file has a header, also on a day without a row. */
function withHeader(file: DailyFile): Waiting {
  const own = { bytes: new Uint8Array(firstBytes), length: 0 };
  append(own, headerOf(dailyColumns[file]));
  return own;
}

/** A code unit takes three bytes at most. */
function append(own: Waiting, line: string): void {
  const needed = own.length + line.length * 3;
  if (needed > own.bytes.length) {
    const wider = new Uint8Array(Math.max(needed, own.bytes.length * 2));
    wider.set(own.bytes.subarray(0, own.length));
    own.bytes = wider;
  }
  own.length += encoder.encodeInto(line, own.bytes.subarray(own.length)).written;
}
