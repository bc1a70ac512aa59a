import { formatCount, formatShare } from "../../metrics/format.js";
import { openMatcher } from "../../matcher/compilePackage.js";
import type { Matcher } from "../../matcher/compilePackage.js";
import { termIdsOf } from "../../matcher/kernel/ids.js";
import type { TermMatch } from "../../matcher/term.js";
import type { ArtefactName, PackageTermRow, TermRow } from "../../model/artefact.js";
import { elementsOf } from "../element.js";
import { pageData } from "../pageData.js";
import type { PageFiles } from "../pageFiles.js";
import { termPrecision } from "../terms.js";
import { compareTrials } from "./compareTrials.js";
import type { AddedTerm, ComparedHit, Trial } from "./compareTrials.js";
import { drawTrial } from "./drawTrial.js";
import type { HitTerm } from "./drawTrial.js";
import { laterStatus } from "./laterStatus.js";
import { findFields } from "./trialFields.js";
import type { TrialFields } from "./trialFields.js";
import { trialSwitches } from "./trialSwitches.js";
import { trialWords } from "./trialWords.js";

/** Code units of a text that are tried: more than any item has, and few enough for every key to be answered at once. */
const mostUnits = 20_000;

/** The package of a page: terms by index, and what those do that hit the traffic. */
type OpenedPackage = {
  readonly matcher: Matcher;
  readonly terms: readonly PackageTermRow[];
  readonly ids: readonly string[];
  readonly effects: ReadonlyMap<string, TermRow>;
};

/**
 * Loads the package and gives the function that draws what the fields of the section ask for.
 * @returns to be told which field was changed
 */
export async function openTrial(section: HTMLElement, files: PageFiles): Promise<(changed: Element) => void> {
  const opened = await openPackage(files);
  const fields = findFields(section);
  const h = elementsOf(section.ownerDocument);
  const say = laterStatus(fields.summary);
  const switches = trialSwitches(h, fields.switches);
  return (changed) => {
    if (changed === fields.text) fields.item.value = "";
    if (changed === fields.item) fields.text.value = "";
    const { text, isCut, isMasked, language } = readText(fields);
    const change = { off: switches.off(), added: readAdded(fields) };
    const isChanged = change.off.size > 0 || change.added !== undefined;
    const isSwitch = fields.switches.contains(changed); // which keeps its place, and with it the focus
    if (text === "") {
      if (!isSwitch) switches.show([], () => "");
      fields.result.replaceChildren();
      return say("");
    }
    const trial = compareTrials(opened.matcher, text, { language, change });
    if (!isSwitch) switches.show(hitTerms(trial), (index) => opened.terms[index]?.term ?? "");
    const title = isMasked ? "The item with its hits" : "Your text with its hits";
    const termOf = (hit: ComparedHit) => hitTerm(hit, opened, change.added);
    fields.result.replaceChildren(...drawTrial(h, trial, { text, isMasked, isChanged, title, termOf }));
    const words = trialWords(trial, { release: fields.release, terms: opened.terms.length, isChanged });
    say(isCut ? `${words} Only the first ${formatCount(mostUnits)} characters are tried.` : words);
  };
}

async function openPackage(files: PageFiles): Promise<OpenedPackage> {
  const bytesOf = async (name: ArtefactName): Promise<ArrayBuffer> => {
    const load = files[name];
    if (load === undefined) throw new TypeError(`Expected the page to offer ${name}`);
    return load();
  };
  const [compiled, packageTerms, terms] = await Promise.all([
    bytesOf("package.bin"),
    bytesOf("packageTerms.arrow"),
    bytesOf("terms.arrow"),
  ]);
  const bytes: Partial<Record<ArtefactName, ArrayBuffer>> = {
    "packageTerms.arrow": packageTerms,
    "terms.arrow": terms,
  };
  const data = pageData((name) => {
    const found = bytes[name];
    return found === undefined ? undefined : new Uint8Array(found);
  });
  const matcher = openMatcher(compiled);
  return {
    matcher,
    terms: data.packageTerms,
    ids: termIdsOf(matcher),
    effects: new Map(data.terms.map((row) => [row.termId, row])),
  };
}

function readText({ text, item, language }: TrialFields) {
  const chosen = item.selectedOptions[0]?.dataset["text"] ?? "";
  const isMasked = text.value === "" && chosen !== "";
  const whole = isMasked ? chosen : text.value;
  return {
    text: whole.slice(0, mostUnits),
    isCut: whole.length > mostUnits,
    isMasked,
    language: language.value === "" ? null : language.value,
  };
}

function readAdded({ added, match }: TrialFields): AddedTerm | undefined {
  if (added.value.trim() === "") return undefined;
  return { term: added.value, match: matchOf(match.value) };
}

function matchOf(value: string): TermMatch {
  return value === "prefix" || value === "substring" ? value : "word";
}

/** Indexes of the package's own terms that hit, in the order of their first hit. */
function hitTerms({ hits }: Trial): number[] {
  return [...new Set(hits.flatMap(({ term }) => (term === undefined ? [] : [term])))];
}

function hitTerm(
  { term: index }: ComparedHit,
  { terms, ids, effects }: OpenedPackage,
  added: AddedTerm | undefined,
): HitTerm {
  if (index === undefined) {
    return { term: added?.term ?? "", match: added?.match ?? "", traffic: "not in the package" };
  }
  const { term = "", match = "" } = terms[index] ?? {};
  const effect = effects.get(ids[index] ?? "");
  if (effect === undefined) return { term, match, traffic: "never fired" };
  const precision = formatShare(termPrecision(effect).value);
  return {
    term,
    match,
    href: `./terms/${effect.termId}.html`,
    traffic: `${formatCount(effect.hits)} items, precision ${precision}`,
  };
}
