import type { Trial } from "./compareTrials.js";

export const exampleText = "A ripe Plum, PLUM  jam and plumcake.";

/** An invented package; its first term is switched off, and the last one was added. */
export const exampleTerms = [
  { term: "plum", kind: "word", match: "word", traffic: "40 items, precision 75.0 %" },
  { term: "plum jam", kind: "word", match: "word", traffic: "never fired" },
  { term: "cake", kind: "word", match: "substring", traffic: "not in the package" },
] as const;

/** What the matcher finds, written down so that pages need no matcher to show it; a test holds it to the matcher. */
export const exampleTrial: Trial = {
  hits: [
    { term: 0, view: "canonical", start: 7, end: 11, effect: "lost", isException: false },
    { term: 0, view: "canonical", start: 13, end: 17, effect: "lost", isException: false },
    { term: 1, view: "canonical", start: 13, end: 22, effect: "kept", isException: false },
    { term: 2, view: "canonical", start: 31, end: 35, effect: "gained", isException: false },
  ],
  truncated: 0,
  canonical: "a ripe plum, plum jam and plumcake.",
  evasive: undefined,
};
