import { formatCount } from "../../metrics/format.js";
import type { ArtefactName, TermRow } from "../../model/artefact.js";
import type { Slice } from "../../rca/changeCube.js";
import type { Child, ElementMaker } from "../element.js";
import { maskedTerm, maskedText } from "../mask.js";
import type { PageData } from "../pageData.js";
import { rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import { currentTerms } from "../terms.js";
import type { WindowChange } from "./windowChange.js";

/** Files that the evidence is taken from. */
export const evidenceNeeds: readonly ArtefactName[] = [
  "policies.json",
  "terms.arrow",
  "termPolicies.arrow",
  "termExamples.arrow",
];

type Asked = Pick<WindowChange, "stage" | "metric"> & { readonly data: PageData };

/**
 * What lies behind a slice where people or the package decide, over all days: for people what they take for what, for
 * the package the terms with most false positives and cases that they hit, masked; none where the files do not tell.
 */
export function causeEvidence(h: ElementMaker, slice: Slice, asked: Asked): Child[] {
  if (asked.stage === "human") return peopleEvidence(h, slice, asked.data);
  if (asked.stage === "auto" && asked.metric.numerator.includes("fp"))
    return termEvidence(h, slice, asked.data);
  return [];
}

const pairsShown = 2;

function peopleEvidence(h: ElementMaker, slice: Slice, { policies, report }: PageData): Child[] {
  const { policy, language } = slice;
  const name = (value: string | null): string =>
    value === null ? "no violation" : valueLabel("policy", value, report);
  if (typeof policy === "string") {
    const pairs = policies.mistaken.filter((pair) => pair.policy === policy).slice(0, pairsShown);
    const words = pairs.map(
      ({ given, meant, judgments }) =>
        `“${name(given)}” where the label says “${name(meant)}” (${formatCount(judgments)} judgments)`,
    );
    return words.length === 0 ? [] : [small(h, [`Over all days people say ${words.join(", then ")}.`])];
  }
  const [unclear] = policies.cells.filter((cell) => cell.slice["language"] === language);
  if (typeof language !== "string" || unclear === undefined) return [];
  return [
    small(h, [
      `Over all days the policy least clear there is “${name(unclear.slice["policy"] ?? null)}”: people decide as the label says in ${rateWords(unclear.same, "judgments")}.`,
    ]),
  ];
}

const termsShown = 3;
const casesShown = 2;

function termEvidence(h: ElementMaker, slice: Slice, data: PageData): Child[] {
  const terms = termsOf(slice, data).slice(0, termsShown);
  if (terms.length === 0) return [];
  const links = terms.flatMap(({ row, fp }, at) => [
    at === 0 ? "" : ", ",
    h("a", { href: `./terms/${row.termId}.html` }, [maskedTerm(h, row.term)]),
    ` (${formatCount(fp)} false positives)`,
  ]);
  const cases = data.termExamples
    .filter(({ termId, truth }) => truth === "good" && terms.some(({ row }) => row.termId === termId))
    .filter(({ policy }) => slice["policy"] === undefined || slice["policy"] === policy)
    .slice(0, casesShown);
  return [
    small(h, ["Terms with most false positives there, over all days: ", ...links, "."]),
    cases.length === 0
      ? undefined
      : small(h, [
          "Good items that they hit: ",
          ...cases.flatMap(({ text }, at) => [at === 0 ? "" : "; ", maskedText(h, text)]),
          ".",
        ]),
  ];
}

type BlamedTerm = { readonly row: TermRow; readonly fp: number };

/** Terms of the newest release by their false positives in the language and policy of a slice that names either. */
function termsOf({ language, policy }: Slice, data: PageData): BlamedTerm[] {
  if (typeof language !== "string" && typeof policy !== "string") return [];
  const ofPolicy = new Map<string, number>();
  for (const { termId, fp } of data.termPolicies.filter((row) => row.policy === policy))
    ofPolicy.set(termId, (ofPolicy.get(termId) ?? 0) + fp);
  return currentTerms(data)
    .filter((row) => typeof language !== "string" || row.language === language)
    .map((row) => ({ row, fp: typeof policy === "string" ? (ofPolicy.get(row.termId) ?? 0) : row.fp }))
    .filter(({ fp }) => fp > 0)
    .toSorted((a, b) => b.fp - a.fp);
}

function small(h: ElementMaker, children: readonly Child[]): Child {
  return h("div", {}, [h("small", {}, children)]);
}
