import type { RegexNode } from "../matcher/regex/syntax.js";

/** A part of a regex that takes one character; two places of a pattern are two parts. */
export type OnePlace = RegexNode & { readonly kind: "character" | "set" };

/** Which places of a pattern may come after which (Glushkov's automaton, in which each place is a state). */
export type PlaceOrder = {
  readonly places: readonly OnePlace[];
  /** By place: those that may come next, each as often as there are ways from the one to the other. */
  readonly next: readonly (readonly number[])[];
};

type Part = {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isEmpty: boolean;
};

/** Repeats with more rounds are taken for repeats without an end. */
const mostRounds = 20;
const nothing: Part = { first: [], last: [], isEmpty: true };

/**
 * The order of the places of a pattern, repeats with an end written out; `undefined` for more than `maxPlaces`.
 * Assertions and lookbehinds are taken to hold everywhere. O(places²).
 */
export function placeOrder(node: RegexNode, maxPlaces: number): PlaceOrder | undefined {
  const order = { places: new Array<OnePlace>(), next: new Array<number[]>(), maxPlaces };
  build(order, node);
  return order.places.length > maxPlaces ? undefined : order;
}

/** The rounds of a repeat; `undefined` where they have no end, or one so far off that it bounds nothing. */
export function roundsOf({ max }: RegexNode & { readonly kind: "repeat" }): number | undefined {
  return max === undefined || max > mostRounds ? undefined : max;
}

type Building = { readonly places: OnePlace[]; readonly next: number[][]; readonly maxPlaces: number };

function build(order: Building, node: RegexNode): Part {
  if (order.places.length > order.maxPlaces) return nothing;
  switch (node.kind) {
    case "character":
    case "set": {
      const at = order.places.push(node) - 1;
      order.next.push([]);
      return { first: [at], last: [at], isEmpty: false };
    }
    case "concat":
      return node.parts.map((part) => build(order, part)).reduce((a, b) => concat(order, a, b), nothing);
    case "alternation":
      return either(node.options.map((option) => build(order, option)));
    case "repeat":
      return repeat(order, node);
    case "assertion":
    case "lookbehind":
    default:
      return nothing;
  }
}

function concat({ next }: Building, a: Part, b: Part): Part {
  join(next, a.last, b.first);
  return {
    first: a.isEmpty ? [...a.first, ...b.first] : a.first,
    last: b.isEmpty ? [...a.last, ...b.last] : b.last,
    isEmpty: a.isEmpty && b.isEmpty,
  };
}

function either(parts: readonly Part[]): Part {
  return {
    first: parts.flatMap(({ first }) => first),
    last: parts.flatMap(({ last }) => last),
    isEmpty: parts.some(({ isEmpty }) => isEmpty),
  };
}

/** a{1,3} is a(a(a)?)?, not aa?a?: which of the optional ones is left out is no choice. */
function repeat(order: Building, node: RegexNode & { readonly kind: "repeat" }): Part {
  const rounds = roundsOf(node);
  if (rounds === undefined) {
    const part = build(order, node.body);
    join(order.next, part.last, part.first);
    return { ...part, isEmpty: part.isEmpty || node.min === 0 };
  }
  let whole = nothing;
  for (let round = rounds; round > 0 && order.places.length <= order.maxPlaces; round--) {
    const { first, last, isEmpty } = concat(order, build(order, node.body), whole);
    whole = { first, last, isEmpty: isEmpty || round > node.min };
  }
  return whole;
}

function join(next: number[][], from: readonly number[], to: readonly number[]): void {
  for (const place of from) next[place]?.push(...to);
}
