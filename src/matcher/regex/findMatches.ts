import type { RE2JS } from "re2js";
import { isBinding } from "../characters.js";
import type { TermMatch } from "../term.js";

/** Matches as pairs of start and end, in UTF-16 units of the text. */
export type RegexMatches = {
  readonly spans: readonly (readonly [start: number, end: number])[];
  /** Whether more matches were left unread: over the cap, or over the work that one text may cost. */
  readonly isTruncated: boolean;
};

/** UTF-16 units that one regex may be shown of one text when it starts anew behind a match; the first reading is free. */
const maxWork = 16_000_000;
/** What a start behind something that is no hit counts: there can be as many as characters. */
const missCost = 4;

/**
 * The matches of a regex, leftmost first, each looked for behind the end of the one before, so that they do not overlap.
 * Of the matches at one place the pattern prefers one as Perl's and JavaScript's do. Empty matches do not count.
 * Cost: linear in the text for each match, so at most `maxMatches` + 1 times the text and never more than 16 M units
 * beyond one reading.
 * @param text canonical
 */
export function findMatches(
  program: RE2JS,
  text: string,
  { match, maxMatches }: { match: TermMatch; maxMatches: number },
): RegexMatches {
  const matcher = program.matcher(text);
  const group = match === "word" ? 1 : 0;
  const spans: [number, number][] = [];
  let work = 0;
  let at = 0;
  while (at <= text.length && matcher.find(at)) {
    const [start, end] = [matcher.start(group), matcher.end(group)];
    const isHit = end > start && (match === "substring" || startsWord(text, start));
    if (isHit && spans.length === maxMatches) return { spans, isTruncated: true };
    if (isHit) spans.push([start, end]);
    at = isHit ? end : start + lengthAt(text, start);
    work += (text.length - at) * (isHit ? 1 : missCost);
    if (work > maxWork) return { spans, isTruncated: true };
  }
  return { spans, isTruncated: false };
}

/** Whether no word goes on across this place. */
function startsWord(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.codePointAt(at - lengthBefore(text, at)) ?? 0;
  return !(isBinding(before) && isBinding(text.codePointAt(at) ?? 0));
}

function lengthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function lengthBefore(text: string, at: number): number {
  return at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff ? 2 : 1;
}
