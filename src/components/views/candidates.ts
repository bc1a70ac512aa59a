import { formatCount, formatInterval, formatShare } from "../../metrics/format.js";
import type { PublishedCandidate, PublishedCandidates } from "../../mining/candidate.js";
import { barWords, missedWords } from "../../mining/minedWords.js";
import type { NearestTerm } from "../../mining/nearestTerm.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { maskedTerm } from "../mask.js";
import { valueLabel } from "../selection.js";
import type { View, ViewContext } from "../view.js";

type Shown = PublishedCandidates & { readonly mined: NonNullable<PublishedCandidates["mined"]> };

/** Draws what was mined, or says how to switch it on. */
function candidatesView(
  name: string,
  summary: string,
  draw: (shown: Shown, context: ViewContext) => Element,
): View {
  return {
    name,
    summary,
    options: {},
    uses: [],
    needs: ["report.json", "candidates.json"],
    render(_options, context) {
      const { candidates } = context.data;
      const { mined } = candidates;
      if (mined !== null) return draw({ ...candidates, mined }, context);
      const text =
        "This needs a package, labelled items and the section mining in workspace.yaml (mining: {} takes the defaults), which this workspace does not have.";
      return elementsOf(context.document)("p", { class: "empty" }, [text]);
    },
  };
}

/** How many candidates beat the bar, and what the release misses. */
export const candidatesNote = candidatesView(
  "note candidates",
  "how many candidates beat the bar, and what the release misses",
  ({ mined, tooFew }, { document }) => {
    const h = elementsOf(document);
    const hidden = `${formatCount(tooFew)} ${tooFew === 1 ? "candidate" : "candidates"} of fewer than five groups ${tooFew === 1 ? "is" : "are"} not shown.`;
    const sentences = [barWords(mined), missedWords(mined), ...(tooFew === 0 ? [] : [hidden])];
    return h(
      "div",
      { class: "finding" },
      sentences.map((text) => h("p", {}, [text])),
    );
  },
);

/** Candidates in the order in which each adds most, those that beat the bar first. */
export const candidatesTable = candidatesView(
  "table candidates",
  "terms that the newest release lacks, with precision on held-out items and the nearest existing term",
  ({ mined, isMasked }, { document, data: { report } }) => {
    const h = elementsOf(document);
    return dataTable(h, mined.candidates, {
      caption: `Candidates for the release after ${mined.release}${isMasked ? "; letters behind the first are not published" : ""}`,
      empty:
        "No candidate beats the bar or comes near it: the release misses nothing that a phrase would find.",
      columns: columnsOf(h, {
        isMasked,
        languageOf: (language) => valueLabel("language", language, report),
      }),
    });
  },
);

type ColumnContext = {
  readonly isMasked: boolean;
  readonly languageOf: (language: string | null) => string;
};

function columnsOf(h: ElementMaker, { isMasked, languageOf }: ColumnContext): Column<PublishedCandidate>[] {
  const wordOf = (term: string): Child => (isMasked ? term : maskedTerm(h, term));
  const termOf = ({ kind, term, radius }: PublishedCandidate): Child =>
    kind === "word" ? wordOf(term) : h("span", {}, [`image within ${radius ?? 0} bits ${term}`]);
  return [
    { label: "Candidate", cell: termOf },
    { label: "Language", cell: ({ language }) => (language === null ? "any" : languageOf(language)) },
    { label: "State", cell: ({ beatsBar }) => (beatsBar ? "beats the bar" : "needs labels") },
    {
      label: "Support",
      numeric: true,
      title: "Advertisers, or items where none are named, whose missed violations hold it",
      cell: ({ support }) => formatCount(support),
    },
    {
      label: "TP",
      numeric: true,
      title: "Violating held-out items that it hits and the release does not",
      cell: tpOf,
    },
    {
      label: "FP",
      numeric: true,
      title: "Good held-out items that it hits and the release does not",
      cell: fpOf,
    },
    { label: "Precision", numeric: true, cell: ({ heldOut }) => formatShare(heldOut.precision ?? undefined) },
    { label: "95 % interval", numeric: true, cell: ({ heldOut }) => formatInterval(boundsOf(heldOut)) },
    {
      label: "Gain",
      numeric: true,
      title: "Held-out violations, weighted, that it adds to the release and to the candidates above",
      cell: ({ gain }) => formatCount(Math.round(gain)),
    },
    {
      label: "New hits",
      numeric: true,
      title: "Items of all traffic, labelled or not, that it hits and the release does not",
      cell: ({ newHits }) => formatCount(newHits),
    },
    { label: "Nearest term", cell: ({ nearest }) => nearestCell(h, nearest) },
  ];
}

function tpOf({ heldOut }: PublishedCandidate): string {
  return formatCount(heldOut.tp ?? undefined);
}

function fpOf({ heldOut }: PublishedCandidate): string {
  return formatCount(heldOut.fp ?? undefined);
}

function boundsOf({ low, high }: PublishedCandidate["heldOut"]): readonly [number, number] | undefined {
  return low === null || high === null ? undefined : [low, high];
}

const relationWords: Readonly<Record<NearestTerm["relation"], string>> = {
  same: "same text",
  inside: "inside it",
  around: "around it",
  words: "shares words",
  spelling: "spelled alike",
};

function nearestCell(h: ElementMaker, nearest: NearestTerm | null): Child {
  if (nearest === null) return "none";
  return h("span", {}, [`${relationWords[nearest.relation]}: `, maskedTerm(h, nearest.term)]);
}
