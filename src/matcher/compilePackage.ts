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
import { bindingTable } from "./kernel/binding.js";
import { emptyTerms, writeBuffer } from "./kernel/buffer.js";
import { codePointAt, isBindingAt, isBindingBefore } from "./kernel/neighbours.js";
import type { Members, Patterns } from "./kernel/patterns.js";
import { readTerms } from "./kernel/readTerms.js";
import type { Edges } from "./prefixTable.js";
import { compilePrefixTable } from "./prefixTable.js";
import type { Term, TermView } from "./term.js";

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

/**
 * The matcher for a package, to be given to `scan`. Its `empty` lists the terms that can never match.
 * Terms that become one canonical text both stay. Validity, policies and fields do not restrict: leave out the terms
 * that should not run. The same terms in the same order give the same bytes.
 * Cost: O(bytes of all terms); about 50 bytes a term, ids and texts of 16 bytes included.
 * @param terms one package snapshot, any order; hits name them by index
 * @param view of the texts that will be scanned; `evasive` for `evasiveColumn`
 */
export function compilePackage(terms: readonly Term[], view: TermView = "canonical"): Matcher {
  const { patterns, flags, scopes, ids } = readTerms(terms, view);
  const table = compilePrefixTable(patterns, edgesOf(patterns, flags));
  const { gates } = table;
  const scopeBytes = new TextEncoder().encode(JSON.stringify(scopes));
  const buffer = writeBuffer(
    {
      [atTerms]: terms.length,
      [atPatterns]: patterns.count,
      [atFlags]:
        gates.flags |
        (patterns.members === undefined ? 0 : hasShared) |
        (ids.offsets === undefined ? hasHexIds : 0),
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
      [atFirstMember]: patterns.members?.first ?? none,
      [atMembers]: patterns.members?.list ?? none,
      [atTermFlags]: flags,
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
  let longest = 0;
  for (let p = 0; p < count; p++) longest = Math.max(longest, (offsets[p + 1] ?? 0) - (offsets[p] ?? 0));
  const isUsed = new Uint8Array(longest + 1);
  for (let p = 0; p < count; p++) isUsed[(offsets[p + 1] ?? 0) - (offsets[p] ?? 0)] = 1;
  return { [atMaxLength]: longest, [atLengths]: isUsed.reduce((sum, used) => sum + used, 0) };
}

/** An edge matters when its character would continue a word beside it and a term of the pattern wants a boundary. */
function edgesOf({ count, bytes, offsets, members }: Patterns, flags: Uint32Array): Edges {
  const [check, need] = [new Uint8Array(count), new Uint8Array(count)];
  const binding = bindingTable();
  for (let p = 0; p < count; p++) {
    const from = offsets[p] ?? 0;
    const to = offsets[p + 1] ?? 0;
    const edges =
      (isBindingAt(binding, codePointAt(bytes, from)) ? startEdge : 0) |
      (isBindingBefore(bytes, binding, { at: to, from }) ? endEdge : 0);
    const [some, all] = members === undefined ? [flags[p], flags[p]] : wantedEdges(members, flags, p);
    check[p] = edges & (some ?? 0);
    need[p] = edges & (all ?? 0);
  }
  return { check, need };
}

/** Edges at which some term of the pattern wants a boundary, and at which all do. */
function wantedEdges(
  { first, list }: Members,
  flags: Uint32Array,
  pattern: number,
): readonly [some: number, all: number] {
  let [some, all] = [0, startEdge | endEdge];
  for (let i = first[pattern] ?? 0; i < (first[pattern + 1] ?? 0); i++) {
    const wanted = flags[list[i] ?? 0] ?? 0;
    some |= wanted;
    all &= wanted;
  }
  return [some, all];
}
