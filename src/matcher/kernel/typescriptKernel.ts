import { atFlags, atLengths, atRunDepth, hasAny, hasFree, hitWords } from "./assembly/layout.js";
import { bindingTable } from "./binding.js";
import { readWords } from "./buffer.js";
import type { FreeFilter } from "./freeCandidates.js";
import { freeFilter, keepFree, keepFreeOfAll, listFirstBytes, listFirstStarts } from "./freeCandidates.js";
import { isBindingBefore } from "./neighbours.js";
import type { RunFilter } from "./runCandidates.js";
import { keepRuns, listRuns, runFilter } from "./runCandidates.js";
import type { Session } from "./session.js";
import { leastHits, textPadding } from "./session.js";
import { newVerifier, verifyBlock } from "./verify.js";

/** Positions that go through the stages together. */
const blockBytes = 2048;

/** What the stages work on: positions `from` … `to - 1` of a chunk and its records. */
export type Block = {
  readonly text: Uint8Array;
  readonly view: DataView;
  readonly offsets: Uint32Array;
  readonly records: number;
  readonly from: number;
  readonly to: number;
};

/** The kernel in plain TypeScript: the fallback where WebAssembly is not to be had, and an oracle for the other. */
export function typescriptSession(buffer: ArrayBuffer | SharedArrayBuffer): Session {
  const words = readWords(buffer);
  const binding = bindingTable();
  const [free, runs] = [freeFilter(buffer, blockBytes), runFilter(buffer, blockBytes)];
  const hits = new Uint32Array(Math.max(leastHits, (words[atLengths] ?? 0) * 2) * hitWords);
  const keepBlock = candidateFinder(words, { free, runs });
  let text = new Uint8Array(0);
  let offsets = new Uint32Array(0);
  return {
    reserve(textBytes, records) {
      if (text.length < textBytes + textPadding * 2) text = new Uint8Array(textBytes + textPadding * 2);
      if (offsets.length <= records) offsets = new Uint32Array(records + 1);
      return { text, offsets, hits };
    },
    run(from, to, records) {
      const verifier = newVerifier(words, binding, { text, offsets, hits, records, from });
      const view = new DataView(text.buffer);
      runs.after = Number(from > 0 && isBindingBefore(text, binding, { at: from, from: 0 }));
      for (let at = from; at < to; at += blockBytes) {
        keepBlock({ text, view, offsets, records, from: at, to: Math.min(to, at + blockBytes) });
        const next = verifyBlock(verifier, free.kept, runs.kept);
        if (next !== undefined) return { next, count: verifier.filled / hitWords };
      }
      return { next: to, count: verifier.filled / hitWords };
    },
  };
}

/** Fills the lists of both filters with a block's candidates. */
function candidateFinder(
  words: Uint32Array,
  { free, runs }: { free: FreeFilter; runs: RunFilter },
): (block: Block) => void {
  const flags = words[atFlags] ?? 0;
  const hasRuns = (words[atRunDepth] ?? 0) > 0;
  const isFree = (flags & hasFree) !== 0;
  const isBound = isFree && (flags & hasAny) === 0;
  return (block) => {
    if (hasRuns || isBound) listRuns(runs, block);
    if (hasRuns) keepRuns(runs, block);
    if (!isFree) return;
    if (isBound) keepFree(free, block, listFirstStarts(free, block, runs));
    else if (free.isDense) keepFreeOfAll(free, block);
    else keepFree(free, block, listFirstBytes(free, block));
  };
}
