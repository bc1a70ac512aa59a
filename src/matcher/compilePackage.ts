import { isBinding } from "./characters.js";
import {
  atBloom,
  atBloomShift,
  atBytes,
  atClasses,
  atClassMasks,
  atDeepEntries,
  atDeepGroups,
  atEmpty,
  atEmptyCount,
  atEntries,
  atFirstBytes,
  atFirstMember,
  atFlags,
  atIdOffsets,
  atIds,
  atLengths,
  atLongGate,
  atLongShift,
  atMaxLength,
  atMembers,
  atOffsets,
  atPairMap,
  atPatterns,
  atRunDepth,
  atRunGate,
  atRunShift,
  atScopes,
  atScopesLength,
  atShortGate,
  atShortShift,
  atSlots,
  atSlotShift,
  atStartGate,
  atStartShift,
  atTermFlags,
  atTerms,
  endEdge,
  hasHexIds,
  hasShared,
  startEdge,
} from "./kernel/assembly/layout.js";
import { emptyTerms, writeBuffer } from "./kernel/buffer.js";
import { packIds } from "./kernel/ids.js";
import { codePointAt } from "./kernel/neighbours.js";
import type { Patterns } from "./kernel/patterns.js";
import { readPatterns } from "./kernel/patterns.js";
import type { Edges } from "./prefixTable.js";
import { compilePrefixTable } from "./prefixTable.js";
import { compileScopes } from "./scope.js";
import type { Term, TermMatch, TermView } from "./term.js";

/**
 * A compiled package. `buffer` is all of it: store it, hash it, transfer it, or copy it into a SharedArrayBuffer, and
 * `openMatcher` makes the matcher again. Terms are named by their index in the package.
 */
export type Matcher = {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Indexes of the terms that normalise to nothing and so match nothing, ascending; a view on the buffer. */
  readonly empty: Uint32Array;
};

const none = new Uint32Array(0);

const boundariesOf: Record<TermMatch, number> = {
  word: startEdge | endEdge,
  prefix: startEdge,
  substring: 0,
};

/**
 * The matcher for a package, to be given to `scan`. Its `empty` lists the terms that can never match.
 * Terms that become one canonical text both stay. Validity, policies and fields do not restrict: leave out the terms
 * that should not run. The same terms in the same order give the same bytes.
 * Cost: O(bytes of all terms), about 0.8 s and 60 bytes a term for a million terms.
 * @param terms one package snapshot, any order; hits name them by index
 * @param view of the texts that will be scanned; `evasive` for `evasiveColumn`
 */
export function compilePackage(terms: readonly Term[], view: TermView = "canonical"): Matcher {
  const patterns = readPatterns(terms, view);
  const boundaries = Uint8Array.from(terms, (term) => boundariesOf[term.match]);
  const table = compilePrefixTable(patterns, edgesOf(patterns, boundaries));
  const { gates } = table;
  const { scopes, scopeOfTerm } = compileScopes(terms);
  const ids = packIds(terms);
  // Mostly each term has a text of its own, and then its index is that of its pattern.
  const isShared = patterns.count < terms.length;
  const scopeBytes = new TextEncoder().encode(JSON.stringify(scopes));
  const buffer = writeBuffer(
    {
      [atTerms]: terms.length,
      [atPatterns]: patterns.count,
      [atFlags]: gates.flags | (isShared ? hasShared : 0) | (ids.offsets === undefined ? hasHexIds : 0),
      ...lengthsOf(patterns),
      [atStartShift]: gates.start.shift,
      [atShortShift]: gates.short.shift,
      [atLongShift]: gates.long.shift,
      [atRunShift]: gates.run.shift,
      [atBloomShift]: table.bloomShift,
      [atSlotShift]: table.slotShift,
      [atClasses]: table.classes,
      [atRunDepth]: table.runDepth,
      [atScopesLength]: scopeBytes.length,
      [atEmptyCount]: patterns.empty.length,
    },
    {
      [atClassMasks]: table.classMasks,
      [atFirstBytes]: gates.firstBytes,
      [atStartGate]: gates.start.bits,
      [atShortGate]: gates.short.bits,
      [atLongGate]: gates.long.bits,
      [atRunGate]: gates.run.bits,
      [atPairMap]: gates.pairMap,
      [atBloom]: table.bloom,
      [atSlots]: table.slots,
      [atEntries]: table.entries,
      [atDeepGroups]: table.deep.groups,
      [atDeepEntries]: table.deep.entries,
      [atOffsets]: patterns.offsets,
      [atBytes]: patterns.bytes,
      [atFirstMember]: isShared ? patterns.firstMember : none,
      [atMembers]: isShared ? patterns.members : none,
      [atTermFlags]: scopeOfTerm.map((scope, i) => ((scope << 2) | (boundaries[i] ?? 0)) >>> 0),
      [atIds]: ids.bytes,
      [atIdOffsets]: ids.offsets ?? none,
      [atScopes]: scopeBytes,
      [atEmpty]: patterns.empty,
    },
  );
  return openMatcher(buffer);
}

/** The matcher in a buffer that `compilePackage` made, copied or not. TypeError when it is another buffer or version. */
export function openMatcher(buffer: ArrayBuffer | SharedArrayBuffer): Matcher {
  return { buffer, empty: emptyTerms(buffer) };
}

function lengthsOf({ count, offsets }: Patterns): Record<number, number> {
  const lengths = new Set<number>();
  let longest = 0;
  for (let p = 0; p < count; p++) {
    const length = (offsets[p + 1] ?? 0) - (offsets[p] ?? 0);
    if (length === longest) continue;
    lengths.add(length);
    longest = Math.max(longest, length);
  }
  return { [atMaxLength]: longest, [atLengths]: lengths.size };
}

/** An edge matters when its character would continue a word beside it and a term of the pattern wants a boundary. */
function edgesOf({ count, bytes, offsets, firstMember, members }: Patterns, boundaries: Uint8Array): Edges {
  const [check, need] = [new Uint8Array(count), new Uint8Array(count)];
  for (let p = 0; p < count; p++) {
    let [some, all] = [0, startEdge | endEdge];
    for (let i = firstMember[p] ?? 0; i < (firstMember[p + 1] ?? 0); i++) {
      const wanted = boundaries[members[i] ?? 0] ?? 0;
      some |= wanted;
      all &= wanted;
    }
    const [from, to] = [offsets[p] ?? 0, offsets[p + 1] ?? 0];
    const edges =
      (isBinding(codePointAt(bytes, from)) ? startEdge : 0) |
      (isBinding(codePointBefore(bytes, to)) ? endEdge : 0);
    check[p] = edges & some;
    need[p] = edges & all;
  }
  return { check, need };
}

function codePointBefore(bytes: Uint8Array, end: number): number {
  let at = end - 1;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return codePointAt(bytes, at);
}
