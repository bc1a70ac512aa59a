import type { Matcher } from "../../src/matcher/compilePackage.js";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import type { KernelName } from "../../src/matcher/kernel/kernel.js";
import { openKernel } from "../../src/matcher/kernel/kernel.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import { scan } from "../../src/matcher/scan.js";
import type { BenchCase } from "./cases.js";
import {
  benchTerms,
  benchTexts,
  cpuMsOf,
  hitSum,
  medianOf,
  recordsInAll,
  toTerms,
  utf16Hits,
} from "./cases.js";

type Mode = "word" | "substring";

export type OurRow = {
  readonly kernel: KernelName;
  readonly mode: Mode;
  readonly scanMs: number;
  readonly wholeMs: number;
  readonly hitsARecord: number;
};

export type Ours = {
  readonly megabytes: number;
  readonly buildMs: number;
  readonly bytesATerm: number;
  readonly rows: readonly OurRow[];
  /** Of the substring hits, to compare with peers. */
  readonly hits: string;
};

/** Both kernels on both kinds of terms. Throws when their hits differ. */
export function measureOurs(size: number, runs: number): Ours {
  const texts = benchTexts();
  const raws = benchTerms(size);
  const matchers: Record<Mode, Matcher> = {
    word: compilePackage(toTerms(raws, "word")),
    substring: compilePackage(toTerms(raws, "substring")),
  };
  const terms = toTerms(raws, "word");
  const buildMs = medianOf([0, 1, 2].map(() => cpuMsOf(() => compilePackage(terms))));
  const modes: readonly Mode[] = ["word", "substring"];
  const hits = scan(matchers.substring, texts.canonical);
  return {
    megabytes: texts.canonical.bytes.length / 1e6,
    buildMs,
    bytesATerm: matchers.word.buffer.byteLength / raws.length,
    rows: modes.flatMap((mode) => rowsOf(texts, matchers[mode], { mode, runs })),
    hits: hitSum(utf16Hits(hits, texts.canonical)),
  };
}

function rowsOf(
  { original, canonical }: BenchCase,
  matcher: Matcher,
  { mode, runs }: { mode: Mode; runs: number },
): OurRow[] {
  const names: readonly KernelName[] = ["wasm", "typescript"];
  const found = names.map((only) => {
    const kernel = openKernel({ only }) ?? openKernel();
    const hits = scan(matcher, canonical, { kernel });
    const row: OurRow = {
      kernel: only,
      mode,
      scanMs: medianMsOf(runs, () => scan(matcher, canonical, { kernel })),
      wholeMs: medianMsOf(runs, () => scan(matcher, normaliseColumn(original).canonical, { kernel })),
      hitsARecord: hits.record.length / recordsInAll,
    };
    return { row, text: JSON.stringify([...hits.record, ...hits.term, ...hits.start, ...hits.end]) };
  });
  if (new Set(found.map(({ text }) => text)).size !== 1)
    throw new Error(`Expected equal hits of both kernels: ${mode}`);
  return found.map(({ row }) => row);
}

function medianMsOf(runs: number, call: () => void): number {
  return medianOf(Array.from({ length: runs }, () => cpuMsOf(call)));
}
