import type { ItemRow } from "../loaders/tables/readItems.js";
import type { CompiledTerms } from "../src/matcher/compileTerms.js";
import { defaultRadius } from "../src/matcher/compileTerms.js";
import { matchRecords } from "../src/matcher/matchRecords.js";
import type { MatchedRecords, RecordHits } from "../src/matcher/matchRecords.js";
import { isRuleProblem, parseRule } from "../src/matcher/rules/parseRule.js";
import { atomsOf } from "../src/matcher/rules/rule.js";
import type { TextHit } from "../src/matcher/scanViews.js";

/** Bytes of text shown on each side of a hit. */
const around = 40;

/** Why an item has its hits, for people to read: each hit marked in its text, exceptions, and what the regexes cost. */
export function explainItem(compiled: CompiledTerms, item: ItemRow): string {
  const { records, work } = matchRecords(compiled, [item]);
  const [hits] = records;
  if (hits === undefined) return "";
  const lines = [
    `item ${item.itemId}: ${count(hits)} hits`,
    ...hits.texts.flatMap((hit) => explainText(compiled, item, { hit, hits })),
    ...explainHashes(compiled, hits),
    ...hits.exceptions.map(
      (hit) => `exception ${place(hit)}: ${name(compiled, hit.term)}: hits inside it do not count`,
    ),
    explainWork(compiled, work),
  ];
  return `${lines.join("\n")}\n`;
}

function count({ texts, images, videos }: RecordHits): number {
  return texts.length + images.length + videos.length;
}

function explainText(
  compiled: CompiledTerms,
  { text }: ItemRow,
  { hit, hits }: { hit: TextHit; hits: RecordHits },
): string[] {
  const bytes = Buffer.from(text);
  const before = cut(bytes.subarray(Math.max(0, hit.start - around), hit.start));
  const after = cut(bytes.subarray(hit.end, hit.end + around));
  const found = bytes.subarray(hit.start, hit.end).toString();
  return [
    `${hit.view} ${place(hit)}: ${name(compiled, hit.term)}`,
    `  ${oneLine(`${before}[${found}]${after}`)}`,
    ...explainAtoms(compiled, hit, hits),
  ];
}

/** The hits of the terms that a rule names. */
function explainAtoms(
  { terms }: CompiledTerms,
  { term }: TextHit,
  { texts, exceptions }: RecordHits,
): string[] {
  const node = terms[term]?.kind === "rule" ? parseRule(terms[term].term) : undefined;
  if (node === undefined || isRuleProblem(node)) return [];
  const ids = [...new Set(atomsOf(node).map(({ id }) => id))];
  return ids.map((id) => {
    const places = [...texts, ...exceptions].filter((hit) => terms[hit.term]?.termId === id).map(place);
    return `  ${id}: ${places.length === 0 ? "no hit" : places.join(", ")}`;
  });
}

function explainHashes(compiled: CompiledTerms, { images, videos }: RecordHits): string[] {
  const distanceOf = ({ term, distance }: { term: number; distance: number }): string =>
    `distance ${distance} of at most ${compiled.terms[term]?.radius ?? defaultRadius}`;
  const ofImages = images.map((hit) => `image: ${name(compiled, hit.term)}: ${distanceOf(hit)}`);
  const ofVideos = videos.map((hit) => {
    const { term, queryMatch, comparedMatch } = hit;
    const shares = `${queryMatch.toFixed(1)} % of its frames, ${comparedMatch.toFixed(1)} % of the term's`;
    return `video: ${name(compiled, term)}: ${shares}, ${distanceOf(hit)}`;
  });
  return [...ofImages, ...ofVideos];
}

function explainWork({ regexes }: CompiledTerms, work: MatchedRecords["work"]): string {
  const [tried, matched, bytes] = [work.tried, work.matched, work.bytes].map((column) => {
    return Array.from(column).reduce((sum, value) => sum + value, 0);
  });
  const { length: all } = regexes.compiled.regexes;
  const slow = regexes.compiled.slow.length;
  return `work: ${tried} of ${all} regexes run on ${bytes} bytes, ${matched} matched; ${slow} have no literal and always run`;
}

function name({ terms }: CompiledTerms, index: number): string {
  const { termId = "", term = "", kind = "word", match = "word" } = terms[index] ?? {};
  const how = kind === "word" || kind === "regex" ? `${kind}, ${match}` : kind;
  return `${termId} (${how}) ${JSON.stringify(term)}`;
}

function place({ start, end }: TextHit): string {
  return `${start}-${end}`;
}

/** The text of some bytes, without the halves of characters at its ends. */
function cut(bytes: Buffer): string {
  return bytes.toString().replace(/^\ufffd+|\ufffd+$/g, "");
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ");
}
