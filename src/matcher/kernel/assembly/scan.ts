// @ts-nocheck
/* oxlint-disable */
// AssemblyScript, not TypeScript: compiled by ../build.mjs. The same steps as ../typescriptKernel.ts and ../verify.ts.
import { isBindingBefore } from "./characters";
import { keepFree } from "./gates";
import { atFlags, atRunDepth, hasAny, hasFree } from "./layout";
import { markFirstBytes, markRecords, markWords, trim } from "./marks";
import {
  blockBytes,
  firstBits,
  header,
  leftBits,
  leftClasses,
  marginBytes,
  openPackage,
  placeChunk,
  runSizes,
  scratch,
  scratchEnd,
  startBits,
  text,
  wordBits,
} from "./memory";
import { keepRuns } from "./runs";
import { beginHits, hitCount, none, verifyBlock } from "./verify";

export function scratchBytes(): u32 {
  return scratchEnd;
}

export function open(packAt: u32, bindingAt: u32, scratchAt: u32): void {
  openPackage(packAt, bindingAt, scratchAt);
}

export function place(textAt: u32, offsetsAt: u32, hitsAt: u32, hitsBytes: u32): void {
  placeChunk(textAt, offsetsAt, hitsAt, hitsBytes);
}

/** Hits that the last `run` wrote. */
export function count(): u32 {
  return hitCount();
}

export function run(from: u32, to: u32, records: u32): u32 {
  beginHits(from, records);
  let after: u32 = from > 0 && isBindingBefore(text + from, text) ? 1 : 0;
  for (let at = from; at < to; at += blockBytes) {
    const length = min(to - at, blockBytes);
    memory.fill(scratch + leftClasses, 0, runSizes - leftClasses);
    after = keepCandidates(at, length, records, after);
    const next = verifyBlock(at, length);
    if (next != none) return next;
  }
  return to;
}

/** Notes which classes are left at each position of the block; whether its last byte continues a word. */
function keepCandidates(at: u32, length: u32, records: u32, after: u32): u32 {
  const flags = header(atFlags);
  const isFree = (flags & hasFree) != 0;
  const isBound = isFree && !(flags & hasAny);
  const depth = header(atRunDepth);
  let last: u32 = 0;
  if (depth || isBound) {
    const marked = (length + marginBytes + 63) & ~63;
    const words = scratch + wordBits;
    const starts = scratch + startBits;
    markWords(at, at + marked, words, starts, after);
    markRecords(at, at + marked, starts, words, records);
    last = (<u32>load<u8>(words + ((length - 1) >>> 3)) >>> ((length - 1) & 7)) & 1;
    if (depth) keepRuns(at, length, marked, after);
  }
  if (isFree) {
    markFirstBytes(at, at + length, scratch + firstBits);
    if (isBound) keepStarts(length);
    trim(scratch + firstBits, length);
    keepFree(at, length);
  }
  return last;
}

/** Of the positions that free patterns may start at, those where runs start. */
function keepStarts(length: u32): void {
  for (let i: u32 = 0; i < length; i += 64) {
    const firsts = scratch + firstBits + (i >> 3);
    store<u64>(firsts, load<u64>(firsts) & load<u64>(scratch + startBits + (i >> 3)));
  }
}
