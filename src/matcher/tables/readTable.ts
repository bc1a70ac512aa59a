/** Code points from `start` up to but not `end`, and what the table says of them (0 where it says nothing). */
export type TableRange = readonly [start: number, end: number, value: number];

/** The entries of a generated table: `a,b,c;` in base 36, white space skipped. */
export function readEntries(table: string): number[][] {
  const found: number[][] = [];
  let entry: number[] = [];
  let value = 0;
  let sign = 1;
  for (let i = 0; i < table.length; i++) {
    const code = table.charCodeAt(i);
    if (code === comma || code === semicolon) {
      entry.push(value * sign);
      value = 0;
      sign = 1;
    }
    if (code === semicolon) {
      found.push(entry);
      entry = [];
    } else if (code === minus) sign = -1;
    else if (code >= zero) value = value * 36 + (code > nine ? code - letterTen : code - zero);
  }
  return found;
}

/** The ranges of a table of `gap,length;` or `gap,length,value;`, ascending. */
export function readRanges(table: string): TableRange[] {
  let end = 0;
  return readEntries(table).map(([gap = 0, length = 0, value = 0]) => {
    const start = end + gap;
    end = start + length;
    return [start, end, value];
  });
}

/** The code points of a table of runs `start,count,step,distance;`, each with what it goes to. */
export function readRuns(table: string): [from: number, to: number][] {
  return readEntries(table).flatMap(([start = 0, count = 0, step = 1, distance = 0]) =>
    Array.from({ length: count }, (_, i): [number, number] => [
      start + i * step,
      start + i * step + distance,
    ]),
  );
}

const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
const semicolon = 0x3b;
/** What to take off the code of a lower-case letter for its value as a digit. */
const letterTen = 0x61 - 10;
