import type { TermRow } from "../../model/artefact.js";
import type { HitCounts } from "../../model/packageHealth.js";
import type { TermAge } from "../../replay/termAge.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import { hitCountColumns, recentParts } from "../hitCounts.js";
import { ownValue } from "../ownValue.js";
import type { PageData } from "../pageData.js";
import { termView } from "./termView.js";

type Part = HitCounts & { readonly name: string };

/** Precision of the items that a term hits alone, in either view, and by the term's age and the time of the items. */
export const termPartsTable = termView(
  "table term precision",
  "precision of parts of what the page's term hits",
  {
    needs: ["report.json", "terms.arrow", "packageHealth.json"],
    render: (term, { data, document }) =>
      dataTable(elementsOf(document), partsOf(term, data), {
        caption: "Precision of what it hits",
        columns: [{ label: "Items", cell: ({ name }) => name }, ...hitCountColumns(term)],
      }),
  },
);

function partsOf(term: TermRow, data: PageData): Part[] {
  const { hits, tp, fp } = term;
  return [
    { name: "All", hits, tp, fp },
    {
      name: "Hit by no other term",
      hits: term.uniqueHits,
      tp: term.uniqueTp,
      fp: term.uniqueFp,
    },
    {
      name: "Whole stack: hit by no other term, rejected by no model and no other package that the log tells apart",
      hits: term.aloneHits,
      tp: term.aloneTp,
      fp: term.aloneFp,
    },
    ...viewParts(term),
    ...ageParts(term, data),
    ...timeParts(term, data),
  ];
}

/** None where the evasive view finds nothing more. */
function viewParts({ hits, tp, fp, evasiveHits, evasiveTp, evasiveFp }: TermRow): Part[] {
  if (evasiveHits === 0) return [];
  return [
    { name: "Found in the canonical view", hits: hits - evasiveHits, tp: tp - evasiveTp, fp: fp - evasiveFp },
    { name: "Found in the evasive view alone", hits: evasiveHits, tp: evasiveTp, fp: evasiveFp },
  ];
}

const ageWords: Readonly<Record<TermAge, string>> = {
  before: "Of days before its first release, replayed",
  first30: "Of days 1 to 30 since its first release",
  to90: "Of days 31 to 90",
  later: "Of later days",
};

const nothing: HitCounts = { hits: 0, tp: 0, fp: 0 };

/** None where items have no time. */
function ageParts({ termId }: TermRow, { packageHealth }: PageData): Part[] {
  const ages = ownValue(packageHealth.ages, termId);
  if (ages === undefined) return [];
  return Object.entries(ageWords)
    .map(([age, name]) => ({ name, ...(ages[age] ?? nothing) }))
    .filter(({ name, hits }) => name !== ageWords.before || hits > 0);
}

function timeParts(term: TermRow, data: PageData): Part[] {
  const parts = recentParts(term, data);
  if (parts === undefined) return [];
  const days = data.packageHealth.recent?.days ?? 0;
  return [
    { name: `Of the last ${days} days`, ...parts.recent },
    { name: "Of the days before these", ...parts.before },
  ];
}
