import type { Part } from "./atoms.js";
import type { Term, TermKind } from "./term.js";

/** What is made of the terms that are members. */
export function part<T>(
  terms: readonly Term[],
  isMember: (term: Term) => boolean,
  compile: (terms: readonly Term[]) => T,
): Part<T> {
  const indexes: number[] = [];
  const members: Term[] = [];
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index];
    if (term === undefined || !isMember(term)) continue;
    indexes.push(index);
    members.push(term);
  }
  return { compiled: compile(members), indexes };
}

export function isKind(kind: TermKind): (term: Term) => boolean {
  return (term) => term.kind === kind;
}

/** Whether it is a word that asks for the evasive view. */
export function isEvasive({ kind, views }: Term): boolean {
  return kind === "word" && views.includes("evasive");
}
