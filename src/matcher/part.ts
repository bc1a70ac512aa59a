import type { Part } from "./atoms.js";
import type { Term, TermKind } from "./term.js";

/** What is made of the terms that are members. */
export function part<T>(
  terms: readonly Term[],
  isMember: (term: Term) => boolean,
  compile: (terms: readonly Term[]) => T,
): Part<T> {
  const indexes: number[] = [];
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index];
    if (term !== undefined && isMember(term)) indexes.push(index);
  }
  return partAt(terms, indexes, compile);
}

/** What is made of the terms at these places, ascending. */
export function partAt<T>(
  terms: readonly Term[],
  indexes: readonly number[],
  compile: (terms: readonly Term[]) => T,
): Part<T> {
  const isAll = indexes.length === terms.length;
  return { compiled: compile(isAll ? terms : indexes.flatMap((index) => terms[index] ?? [])), indexes };
}

export function isKind(kind: TermKind): (term: Term) => boolean {
  return (term) => term.kind === kind;
}

/** Whether it is a word that asks for the evasive view. */
export function isEvasive({ kind, views }: Term): boolean {
  return kind === "word" && views.includes("evasive");
}
