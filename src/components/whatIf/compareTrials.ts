import { evasiveColumn } from "../../matcher/evasiveColumn.js";
import type { TextHit } from "../../matcher/scanViews.js";
import type { TermView } from "../../matcher/term.js";
import { recordText } from "../../matcher/utf8Column.js";
import type { ChangedPackage } from "./changePackage.js";
import type { TrialPackage } from "./trialPackage.js";
import { resolveText, scanText, unitPlaces } from "./tryText.js";
import type { ScannedText, TriedText } from "./tryText.js";

/** What becomes of a hit when the package is changed. */
export type HitEffect = "kept" | "lost" | "gained";

/** A hit of the package or of the changed one. */
export type ComparedHit = {
  /** Index of the term; the added one comes behind the last of the package. */
  readonly term: number;
  /** The view of the text that found it. */
  readonly view: TermView;
  /** UTF-16 code units of the original text, end exclusive; whole characters. */
  readonly start: number;
  readonly end: number;
  readonly effect: HitEffect;
  /** Whether it is an exception: no hit itself, and hits inside it do not count. */
  readonly isException: boolean;
};

/** Hits in a text before and after a change of the package. */
export type Trial = {
  /** By start, then end. */
  readonly hits: readonly ComparedHit[];
  /** How many terms have more hits than are given. */
  readonly truncated: number;
  /** The text as terms were compared with it. */
  readonly canonical: string;
  /** The same of the evasive view; `undefined` when that found nothing. */
  readonly evasive: string | undefined;
};

/**
 * Every hit of a package in a text, and what a change would do to it. The text is scanned for the added term alone:
 * a term that is switched off loses its hits, then exceptions and rules decide anew.
 * @param scanned the text, scanned for the package
 * @param changed `undefined` for no change
 */
export function compareTrials(
  original: TrialPackage,
  scanned: ScannedText,
  changed: ChangedPackage | undefined,
): Trial {
  const { text, column, hits } = scanned;
  const before = resolveText(original, scanned, hits);
  const own = changed === undefined ? undefined : scanText(changed.added, scanned, column);
  const left = hits.filter(({ term }) => changed?.off.has(term) !== true);
  const after =
    changed === undefined ? before : resolveText(changed, scanned, [...left, ...(own?.hits ?? [])]);
  const compared = [
    ...compareHits(before.texts, after.texts, false),
    ...compareHits(before.exceptions, after.exceptions, true),
  ];
  const hasEvasive = compared.some(({ view }) => view === "evasive");
  return {
    hits: compared.map(unitPlaces(text)).toSorted((a, b) => a.start - b.start || a.end - b.end),
    truncated: new Set([...scanned.truncated, ...(own?.truncated ?? [])]).size,
    canonical: recordText(column.canonical, 0),
    evasive: hasEvasive ? recordText(evasiveColumn(column).canonical, 0) : undefined,
  };
}

type Hits = TriedText["texts"];

function compareHits(before: Hits, after: Hits, isException: boolean): ComparedHit[] {
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const known = before.map((hit): ComparedHit => {
    return { ...hit, effect: is.has(keyOf(hit)) ? "kept" : "lost", isException };
  });
  const gained = after.filter((hit) => !was.has(keyOf(hit)));
  return [...known, ...gained.map((hit): ComparedHit => ({ ...hit, effect: "gained", isException }))];
}

function keyOf({ term, view, start, end }: TextHit): string {
  return `${term} ${view} ${start} ${end}`;
}
