import { formatCount } from "../../metrics/format.js";
import { tableFrame, tableRow } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import type { ElementMaker } from "../element.js";
import { maskedTerm } from "../mask.js";
import type { ComparedHit } from "./compareTrials.js";
import { patchList, setText } from "./patchList.js";

/** What a page says of the term of a hit. */
export type HitTerm = {
  /** As written in the package. */
  readonly term: string;
  readonly kind: string;
  /** "" for a rule. */
  readonly match: string;
  /** Address of the term's page. */
  readonly href?: string | undefined;
  /** What it does in the traffic. */
  readonly traffic: string;
};

/** Hits to be listed; whether to say what a change does to each. */
export type HitList = {
  readonly hits: readonly ComparedHit[];
  readonly isChanged: boolean;
  readonly termOf: (hit: ComparedHit) => HitTerm;
};

/** Beyond these a page would only be slow; the summary counts them all. */
const mostRows = 200;

/** A column; `varies` where a row that stays may come to hold another text. */
type HitColumn = Column<Row> & { readonly varies?: boolean };

type Row = { readonly number: number; readonly hit: ComparedHit; readonly about: HitTerm };

/** Draws hits as a table into an element, one list after the other; rows that stay only have their numbers set. */
export function drawHits(h: ElementMaker, holder: HTMLElement): (list: HitList) => void {
  const tables = [false, true].map((isChanged) => newTable(h, columnsOf(h, isChanged)));
  return ({ hits, isChanged, termOf }) => {
    const rows = hits.slice(0, mostRows).map((hit, i) => ({ number: i + 1, hit, about: termOf(hit) }));
    const table = tables[Number(isChanged)];
    if (table === undefined || rows.length === 0) return holder.replaceChildren();
    table.show(rows);
    const caption =
      hits.length > mostRows ? `Hits, the first ${mostRows} of ${formatCount(hits.length)}` : "Hits";
    setText(table.caption, caption);
    if (holder.firstChild !== table.frame) holder.replaceChildren(table.frame);
  };
}

function newTable(h: ElementMaker, columns: readonly HitColumn[]) {
  const { frame, caption, body } = tableFrame(h, columns, "Hits");
  const show = patchList<Row, HTMLElement>(body, {
    keyOf: ({ hit: { term, view, isException }, about }) =>
      [term, view, isException, about.kind, about.match, about.term].join("|"),
    draw: (row) => tableRow(h, columns, row),
    refresh: (drawn, row) => {
      for (const [i, { cell, varies }] of columns.entries()) {
        const [shown, text] = [drawn.children[i], varies === true ? cell(row) : undefined];
        if (shown !== undefined && typeof text === "string") setText(shown, text);
      }
    },
  });
  return { frame, caption, show };
}

function columnsOf(h: ElementMaker, isChanged: boolean): HitColumn[] {
  return [
    { label: "Hit", numeric: true, varies: true, cell: ({ number }) => String(number) },
    { label: "Term", cell: ({ about }) => namedTerm(h, about) },
    { label: "Kind", title: "What the term is, and how much of a word it must cover", cell: kindWords },
    { label: "View", title: "The form of the text that it was found in", cell: ({ hit }) => hit.view },
    {
      label: "Position",
      numeric: true,
      varies: true,
      title: "First and last character of the text that it covers, in UTF-16 code units, counted from 1",
      cell: ({ hit }) => `${hit.start + 1}–${hit.end}`,
    },
    ...(isChanged ? [{ label: "Your change", varies: true, cell: ({ hit }: Row) => hit.effect }] : []),
    { label: "In the traffic", cell: ({ about }) => about.traffic },
  ];
}

function kindWords({ hit, about: { kind, match } }: Row): string {
  const parts = [kind, match === kind ? "" : match, hit.isException ? "exception" : ""];
  return parts.filter((part) => part !== "").join(", ");
}

function namedTerm(h: ElementMaker, { term, href }: HitTerm): HTMLElement {
  const name = maskedTerm(h, term);
  return href === undefined ? name : h("a", { href }, [name]);
}
