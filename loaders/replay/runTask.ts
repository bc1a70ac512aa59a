import type { Hits } from "../../src/matcher/scan.js";
import { scan } from "../../src/matcher/scan.js";
import type { Task, TaskResult } from "./executor.js";
import { isTruncated, sortHits } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import { readScanColumns } from "./textFile.js";

/** The result of a task, computed here and now. Reads the text file; the same task gives the same result. */
export function runTask({ key, textFile, matcher }: Task): TaskResult {
  const { text, ...scope } = readScanColumns(textFile);
  return { key, hits: toTable(scan(matcher, text, scope)) };
}

function toTable({ record, term, start, end, truncated }: Hits): HitTable {
  const flags = new Uint8Array(record.length);
  const cut = new Set(Array.from(truncated.record, (item, i) => `${item} ${truncated.term[i]}`));
  if (cut.size > 0) {
    for (let row = 0; row < flags.length; row++) {
      if (cut.has(`${record[row]} ${term[row]}`)) flags[row] = isTruncated;
    }
  }
  return sortHits({ item: record, term, start, end, flags });
}
