import { openAtoms } from "../../src/matcher/atoms.js";
import type { AtomData, Atoms } from "../../src/matcher/atoms.js";
import type { Hits } from "../../src/matcher/scan.js";
import { scan } from "../../src/matcher/scan.js";
import { scanViews } from "../../src/matcher/scanViews.js";
import type { ViewHits } from "../../src/matcher/scanViews.js";
import type { Task, TaskResult } from "./executor.js";
import { emptyHits, isEvasive, isTruncated, mergeHits, sortHits } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import { readItemHashes } from "./itemHashes.js";
import { isScoped, scanImages, scanVideos } from "./scanHashes.js";
import { readScanColumns } from "./textFile.js";
import type { ScanColumns } from "./textFile.js";
import { readParts } from "./textParts.js";

/** The result of a task, computed here and now. Reads the files; the same task gives the same result. */
export function runTask(task: Task): TaskResult {
  return { key: task.key, hits: mergeHits(mergeHits(textHits(task), imageHits(task)), videoHits(task)) };
}

function textHits({ textFile, sha256, parts, atoms }: Task): HitTable {
  if (parts === undefined) return scanTexts(atoms, readScanColumns(textFile, sha256));
  const { records, languages, markets } = parts;
  if (records.length === 0) return emptyHits();
  const hits = scanTexts(atoms, { text: readParts(textFile, parts), languages, markets });
  return { ...hits, item: hits.item.map((item) => records[item] ?? 0) };
}

/** The file of the texts says where items come from; few images ask for that, so that it may be read again. */
function imageHits({ textFile, images, atoms }: Task): HitTable {
  if (images === undefined || atoms.images === undefined) return emptyHits();
  const scope = isScoped(atoms.images) ? readScanColumns(textFile) : {};
  return scanImages(atoms.images, readItemHashes(images.file, images.sha256), scope);
}

function videoHits({ textFile, videos, atoms }: Task): HitTable {
  if (videos === undefined || atoms.videos === undefined) return emptyHits();
  const scope = isScoped(atoms.videos) ? readScanColumns(textFile) : {};
  return scanVideos(atoms.videos, readItemHashes(videos.file, videos.sha256), scope);
}

function scanTexts(atoms: AtomData, { text, ...scope }: ScanColumns): HitTable {
  const hasWordsOnly = atoms.evasiveWords.indexes.length + atoms.regexes.indexes.length === 0;
  if (hasWordsOnly) {
    const { compiled, indexes } = atoms.words;
    return toTable(scan(compiled, text, scope), indexes);
  }
  const column = { view: "canonical", canonical: text, original: text } as const;
  return viewTable(scanViews(opened(atoms), column, scope));
}

const known = new WeakMap<AtomData, Atoms>();

/** Tasks share their atoms, and regexes take long to compile. */
function opened(data: AtomData): Atoms {
  const atoms = known.get(data) ?? openAtoms(data);
  known.set(data, atoms);
  return atoms;
}

/** Terms get the numbers that they have in the package, in place. */
function toTable({ record, term, start, end, truncated }: Hits, indexes: readonly number[]): HitTable {
  const flags = new Uint8Array(record.length);
  const cut = new Set(Array.from(truncated.record, (item, i) => `${item} ${truncated.term[i]}`));
  if (cut.size > 0) {
    for (let row = 0; row < flags.length; row++) {
      if (cut.has(`${record[row]} ${term[row]}`)) flags[row] = isTruncated;
    }
  }
  for (let row = 0; row < term.length; row++) term[row] = indexes[term[row] ?? 0] ?? 0;
  return sortHits({ item: record, term, start, end, flags });
}

function viewTable({ hits, truncated }: ViewHits): HitTable {
  const cut = new Set(truncated.map(({ record, term }) => `${record} ${term}`));
  const rows = hits.flatMap((found, item) =>
    found
      .toSorted((a, b) => a.start - b.start || a.end - b.end || a.term - b.term)
      .map((hit) => ({ ...hit, item, isCut: cut.has(`${item} ${hit.term}`) })),
  );
  return {
    item: Int32Array.from(rows, ({ item }) => item),
    term: Int32Array.from(rows, ({ term }) => term),
    start: Int32Array.from(rows, ({ start }) => start),
    end: Int32Array.from(rows, ({ end }) => end),
    flags: Uint8Array.from(
      rows,
      ({ isCut, view }) => (isCut ? isTruncated : 0) | (view === "evasive" ? isEvasive : 0),
    ),
  };
}
