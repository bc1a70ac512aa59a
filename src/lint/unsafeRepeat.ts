import type { RegexNode } from "../matcher/regex/syntax.js";
import type { OnePlace, PlaceOrder } from "./placeOrder.js";
import { placeOrder, roundsOf } from "./placeOrder.js";
import { canMatchEmpty, partsOf } from "./regexParts.js";
import { sharedCharacters } from "./sharedCharacters.js";

/** How the steps of an engine that goes back grow with the text. */
export type Growth = "exponential" | "polynomial";

/** Larger repeats are not judged. */
const maxPlaces = 300;
const maxSteps = 1_000_000;
/** So many repeats in a row take the fourth power of a text's length, as each start is tried. */
const mostInRow = 2;

/**
 * What an engine that goes back makes of a text that nearly matches; `undefined` where a pattern costs it little. Ours
 * does not go back; packages travel. Exponential: a repeat without an end that can go through one text in two ways, as
 * (a+)+, (\w+a)* or (a|ab|b)*. Polynomial: three and more repeats in a row of what one character fits, as \d+\d+\d+.
 * An assertion that would keep two ways apart is not thought of; repeats of more than 300 characters are not judged.
 */
export function findGrowth(node: RegexNode): Growth | undefined {
  const isExponential = openRepeats(node).some((repeat) => {
    const order = placeOrder(repeat, maxPlaces);
    return order !== undefined && hasTwoWays(order);
  });
  if (isExponential) return "exponential";
  return hasRepeatsInRow(node) ? "polynomial" : undefined;
}

type Repeat = RegexNode & { readonly kind: "repeat" };

/** The outermost ones without an end. */
function openRepeats(node: RegexNode): Repeat[] {
  return isOpen(node) ? [node] : partsOf(node).flatMap(openRepeats);
}

function isOpen(node: RegexNode): node is Repeat {
  return node.kind === "repeat" && roundsOf(node) === undefined;
}

/**
 * Whether two ways through a repeat that begin at one place come together again over the same text: an automaton is
 * exponentially ambiguous just then, as all of its places lie on one loop (Weber and Seidl 1991, criterion EDA).
 */
function hasTwoWays({ places, next }: PlaceOrder): boolean {
  if (next.some((to) => new Set(to).size < to.length)) return true;
  const share = sharedCharacters(places);
  const seen = new Set<number>();
  const open: [number, number][] = places.map((_, place) => [place, place]);
  let steps = 0;
  for (let pair = open.pop(); pair !== undefined && steps < maxSteps; pair = open.pop()) {
    const [a, b] = pair;
    for (const afterA of next[a] ?? []) {
      steps += next[b]?.length ?? 0;
      for (const afterB of next[b] ?? []) {
        if (afterA === afterB && a !== b) return true;
        const key = Math.min(afterA, afterB) * maxPlaces + Math.max(afterA, afterB);
        if (afterA === afterB || seen.has(key) || !share(afterA, afterB)) continue;
        seen.add(key);
        open.push([afterA, afterB]);
      }
    }
  }
  return false;
}

function hasRepeatsInRow(node: RegexNode): boolean {
  if (partsOf(node).some(hasRepeatsInRow)) return true;
  if (node.kind !== "concat") return false;
  let row: OnePlace[] = [];
  for (const part of node.parts) {
    const place = isOpen(part) ? onePlaceOf(part.body) : undefined;
    if (place === undefined) row = canMatchEmpty(part) ? row : [];
    else row = [...row.filter((other) => sharedCharacters([other, place])(0, 1)), place];
    if (row.length > mostInRow) return true;
  }
  return false;
}

function onePlaceOf(node: RegexNode): OnePlace | undefined {
  return node.kind === "character" || node.kind === "set" ? node : undefined;
}
