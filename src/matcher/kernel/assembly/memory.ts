// @ts-nocheck
/* oxlint-disable */
// Where things lie. Addresses and positions are u32; nothing is allocated here, the caller lays out the memory
// (see ../wasmKernel.ts).
import {
  atBytes,
  atClasses,
  atClassMasks,
  atEntries,
  atLengths,
  atOffsets,
  atSlots,
  atSlotShift,
  classSalt,
  hitWords,
  longestKey,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
  prefixWords,
} from "./layout";

/** Positions that go through the stages together, and how far marks are made beyond them: the longest key, and more. */
export const blockBytes: u32 = 2048;
export const marginBytes: u32 = 32;

// Addresses, set by `openPackage` and `placeChunk`.
export let pack: u32 = 0;
export let binding: u32 = 0;
export let scratch: u32 = 0;
export let text: u32 = 0;
export let offsets: u32 = 0;
export let hits: u32 = 0;
export let room: u32 = 0;

// Sections of the package.
export let slots: u32 = 0;
export let slotShift: u32 = 0;
export let entries: u32 = 0;
export let ends: u32 = 0;
export let patternBytes: u32 = 0;

// Lanes of the classes by length: those of short patterns, all of them, and those between that are not used.
export let shortLanes: u32 = 0;
export let lanes: u32 = 0;
export let unusedLanes: u32 = 0;
export let shortMask: u32 = 0;
export let longMask: u32 = 0;

export function header(word: u32): u32 {
  return load<u32>(pack + (word << 2));
}

export function section(word: u32): u32 {
  return pack + header(word);
}

// Scratch memory: candidates of a block that passed the gate of short and of long patterns; for each position the
// classes that are left (16 bits), whether there are any (a bit), and the sizes of its keys of runs; where runs start
// and end; five rows of vectors; masks of keys by size; bitmaps of positions.
export const longList: u32 = blockBytes * 4;
export const leftClasses: u32 = longList + blockBytes * 4;
export const leftBits: u32 = leftClasses + blockBytes * 2;
export const runSizes: u32 = leftBits + blockBytes / 8;
export const runStarts: u32 = runSizes + blockBytes * 4;
export const runEnds: u32 = runStarts + blockBytes * 4 + 64;
export const rowBytes: u32 = 64;
export const rows: u32 = runEnds + (blockBytes + 128) * 4;
export const keyMasks: u32 = rows + rowBytes * 5;
const bitmapBytes: u32 = blockBytes / 8 + 32;
export const wordBits: u32 = keyMasks + (longestKey + 1) * 16;
export const startBits: u32 = wordBits + bitmapBytes;
export const firstBits: u32 = startBits + bitmapBytes;
export const scratchEnd: u32 = firstBits + bitmapBytes + 64;

export function openPackage(packAt: u32, bindingAt: u32, scratchAt: u32): void {
  pack = packAt;
  binding = bindingAt;
  scratch = scratchAt;
  slots = section(atSlots);
  slotShift = header(atSlotShift);
  entries = section(atEntries);
  ends = section(atOffsets);
  patternBytes = section(atBytes);
  layRows();
  const masks = scratch + keyMasks;
  for (let size: u32 = 0; size <= <u32>longestKey; size++) {
    memory.fill(masks + size * 16, 0xff, size);
    memory.fill(masks + size * 16 + size, 0, longestKey - size);
  }
}

export function placeChunk(textAt: u32, offsetsAt: u32, hitsAt: u32, hitsBytes: u32): void {
  text = textAt;
  offsets = offsetsAt;
  hits = hitsAt;
  room = hitsBytes - header(atLengths) * hitWords * 8;
}

/** A lane for each class: those of fewer than eight bytes, then, from the next vector on, the others. */
function layRows(): void {
  memory.fill(scratch + rows, 0, rowBytes * 5);
  const masks = section(atClassMasks);
  const classes = header(atClasses);
  let shorts: u32 = 0;
  while (shorts < classes && ~load<u32>(masks + shorts * prefixWords * 4, 4)) shorts++;
  shortLanes = (shorts + 3) & ~3;
  lanes = shortLanes + classes - shorts;
  for (let c: u32 = 0; c < classes; c++) {
    const at = scratch + rows + (c < shorts ? c : shortLanes + c - shorts) * 4;
    for (let w: u32 = 0; w < <u32>prefixWords; w++) {
      store<u32>(at + w * rowBytes, load<u32>(masks + (c * prefixWords + w) * 4));
    }
    store<u32>(at + 4 * rowBytes, c * classSalt);
  }
  unusedLanes = shortLanes - shorts;
  shortMask = (1 << shorts) - 1;
  longMask = (1 << (classes - shorts)) - 1;
}

export function keyHash(at: u32, mask0: u32, mask1: u32, mask2: u32, mask3: u32): u32 {
  return (
    (load<u32>(text + at) & mask0) * multiply0 +
    (load<u32>(text + at, 4) & mask1) * multiply1 +
    (load<u32>(text + at, 8) & mask2) * multiply2 +
    (load<u32>(text + at, 12) & mask3) * multiply3
  );
}

/** Whether both bits are set: the word is named by the hash above ten bits, the bits by five of these each. */
export function hasBoth(bloom: u32, hash: u32): u32 {
  const word = load<u32>(bloom + ((hash >>> 10) << 2));
  return (word >>> (hash & 31)) & (word >>> ((hash >>> 5) & 31)) & 1;
}
