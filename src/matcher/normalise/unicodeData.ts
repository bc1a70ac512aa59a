import { commonFoldings, fullFoldings } from "../tables/caseFolding.js";
import { compositions, otherDecompositions, singleDecompositions } from "../tables/decompositions.js";
import { readEntries, readRuns } from "../tables/readTable.js";
import { characterTrie } from "./characterTrie.js";

/** What normalising one code point takes, as maps; all of Unicode 17.0, Hangul syllables left to arithmetic. */
export type UnicodeData = {
  /** Full compatibility decompositions, marks not ordered. */
  readonly decompositions: ReadonlyMap<number, readonly number[]>;
  readonly foldings: ReadonlyMap<number, readonly number[]>;
  /** Second → first → what the two compose to. */
  readonly compositions: ReadonlyMap<number, ReadonlyMap<number, number>>;
  /** By code point: the place of its canonical combining class among all classes; 0, and past the end, for class 0. */
  readonly combining: Uint8Array;
};

let data: UnicodeData | undefined;

/** The Unicode data; read from its tables (some 15 ms) when a text first needs it, then kept. */
export function unicodeData(): UnicodeData {
  data ??= {
    decompositions: readDecompositions(),
    foldings: readFoldings(),
    compositions: readCompositions(),
    combining: characterTrie().combining,
  };
  return data;
}

function readDecompositions(): Map<number, number[]> {
  const once = new Map<number, number[]>();
  for (const [from, to] of readRuns(singleDecompositions)) once.set(from, [to]);
  for (const table of [otherDecompositions, compositions]) {
    for (const [from = 0, ...to] of readEntries(table)) once.set(from, to);
  }
  const isFull = (to: readonly number[]): boolean => to.every((codePoint) => !once.has(codePoint));
  const full = (codePoint: number): number[] => once.get(codePoint)?.flatMap(full) ?? [codePoint];
  for (const [from, to] of once) if (!isFull(to)) once.set(from, to.flatMap(full));
  return once;
}

function readFoldings(): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [from, to] of readRuns(commonFoldings)) found.set(from, [to]);
  for (const [from = 0, ...to] of readEntries(fullFoldings)) found.set(from, to);
  return found;
}

function readCompositions(): Map<number, Map<number, number>> {
  const found = new Map<number, Map<number, number>>();
  for (const [composed = 0, first = 0, second = 0] of readEntries(compositions)) {
    const firsts = found.get(second) ?? new Map<number, number>();
    found.set(second, firsts.set(first, composed));
  }
  return found;
}
