import type { Term } from "../../src/matcher/term.js";
import { term } from "../matcher/terms.js";

/** Different invented words of three to five syllables, some of them phrases, and 2,000 characters of such words. */
export function manyTerms(count: number): { readonly terms: readonly Term[]; readonly text: string } {
  const syllables = "ba bel dor fi ga kan lo mi nu pra ri sto ta vu ze shi".split(" ");
  let state = 1;
  const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const word = () => Array.from({ length: 3 + next(3) }, () => syllables[next(16)]).join("");
  const names = new Set<string>();
  while (names.size < count) names.add(next(4) === 0 ? `${word()} ${word()}` : word());
  const matches = ["word", "prefix", "substring"] as const;
  const terms = [...names].map((name) => term(name, { match: matches[next(10)] ?? "word" }));
  const text = Array.from({ length: 500 }, word).join(" ").slice(0, 2000);
  return { terms, text };
}
