import { formatCount, formatShare } from "../../metrics/format.js";
import type { Term } from "../../matcher/term.js";
import type { ArtefactName, TermRow } from "../../model/artefact.js";
import { pageData } from "../pageData.js";
import type { PageFiles } from "../pageFiles.js";
import { termPrecision } from "../terms.js";
import type { HitTerm } from "./drawHits.js";
import { openTrialPackage } from "./trialPackage.js";
import type { RegexCompiler, TrialPackage } from "./trialPackage.js";

/** The package of a page, ready to be tried. */
export type OpenedPackage = {
  readonly compiled: TrialPackage;
  /** What to say of a term of the package, by its index. */
  readonly hitTerm: (index: number) => HitTerm;
};

/** Loads the package; the library for regexes only when it holds some. */
export async function openPackage(files: PageFiles): Promise<OpenedPackage> {
  const bytesOf = async (name: ArtefactName): Promise<ArrayBuffer> => {
    const load = files[name];
    if (load === undefined) throw new TypeError(`Expected the page to offer ${name}`);
    return load();
  };
  const [packed, packageTerms, terms] = await Promise.all([
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
  const hasRegexes = data.packageTerms.some(({ kind }) => kind === "regex");
  const compileRegexes = hasRegexes ? await loadRegexes() : noCompiler;
  const compiled = openTrialPackage(packed, data.packageTerms, compileRegexes);
  return { compiled, hitTerm: hitTerms(compiled.terms, data.terms) };
}

/** The compiler of regexes; loaded once, however often it is asked for. */
export async function loadRegexes(): Promise<RegexCompiler> {
  const { compileRegexes } = await import("./regexEngine.js");
  return compileRegexes;
}

/** In the place of a compiler where there is no regex to compile. */
export const noCompiler: RegexCompiler = () => {
  throw new TypeError("Expected the library for regexes to be loaded, got none");
};

/** What to say of a term that the page shows. */
export function shownTerm(
  { term, kind, match }: Pick<Term, "term" | "kind" | "match">,
  traffic: string,
): HitTerm {
  return { term, kind, match: kind === "rule" ? "" : match, traffic };
}

/** Each is put into words once, since every key asks for all that hit. */
function hitTerms(terms: readonly Term[], rows: readonly TermRow[]): (index: number) => HitTerm {
  const effects = new Map(rows.map((row) => [row.termId, row]));
  const known = new Map<number, HitTerm>();
  return (index) => {
    const found = known.get(index) ?? describe(terms[index], effects);
    known.set(index, found);
    return found;
  };
}

function describe(term: Term | undefined, effects: ReadonlyMap<string, TermRow>): HitTerm {
  if (term === undefined) return { term: "", kind: "", match: "", traffic: "" };
  const effect = effects.get(term.termId);
  if (effect === undefined) return shownTerm(term, "never fired");
  const precision = formatShare(termPrecision(effect).value);
  const traffic = `${formatCount(effect.hits)} items, precision ${precision}`;
  return { ...shownTerm(term, traffic), href: `./terms/${effect.termId}.html` };
}
