import { formatCount } from "../../metrics/format.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import type { Child, ElementMaker } from "../element.js";
import { maskedTerm, maskedText } from "../mask.js";
import type { ComparedHit, Trial } from "./compareTrials.js";
import { textSegments } from "./textSegments.js";
import type { TextSegment } from "./textSegments.js";

/** What a page says of the term of a hit. */
export type HitTerm = {
  /** As written in the package. */
  readonly term: string;
  readonly match: string;
  /** Address of the term's page. */
  readonly href?: string | undefined;
  /** What it does in the traffic. */
  readonly traffic: string;
};

export type TrialDrawing = {
  readonly text: string;
  /** Whether the text is hidden until the reader asks, as that of an item is; words of the reader's own are not. */
  readonly isMasked: boolean;
  /** Whether to say what the change does to each hit. */
  readonly isChanged: boolean;
  /** Name of the text, for the caption and those who do not see it. */
  readonly title: string;
  readonly termOf: (hit: ComparedHit) => HitTerm;
};

/** Beyond these a page would only be slow; the summary counts them all. */
const mostMarked = 1000;
const mostRows = 200;

/** The text with its hits marked, then the hits as a table, and the text as the package reads it. */
export function drawTrial(h: ElementMaker, trial: Trial, drawing: TrialDrawing): HTMLElement[] {
  const { hits, canonical } = trial;
  const { text, title, isMasked } = drawing;
  const marked = hits.slice(0, mostMarked);
  const plain = (part: string): Child => (isMasked ? maskedText(h, part) : part);
  const caption =
    hits.length > mostRows ? `Hits, the first ${mostRows} of ${formatCount(hits.length)}` : "Hits";
  return [
    h(
      "div",
      { class: "tried-text", role: "group", "aria-label": title, dir: "auto" },
      textSegments(text.length, marked).map((segment) => drawSegment(h, segment, { text, plain })),
    ),
    ...(hits.length === 0 ? [] : [dataTable(h, numbered(hits), { caption, columns: columnsOf(h, drawing) })]),
    h("details", { class: "canonical-text" }, [
      h("summary", {}, ["The text as the package reads it"]),
      h("p", { dir: "auto" }, [plain(canonical)]),
    ]),
  ];
}

type NumberedHit = { readonly number: number; readonly hit: ComparedHit };

function numbered(hits: readonly ComparedHit[]): NumberedHit[] {
  return hits.slice(0, mostRows).map((hit, index) => ({ number: index + 1, hit }));
}

function drawSegment(
  h: ElementMaker,
  { start, end, covering, ends }: TextSegment,
  { text, plain }: { text: string; plain: (part: string) => Child },
): Child {
  const { kept, lost, gained } = covering;
  const part = plain(text.slice(start, end));
  if (kept + lost + gained === 0) return part;
  const effect = kept > 0 ? "kept" : gained > 0 ? "gained" : "lost";
  const depth = kept + lost + gained > 1 ? " overlap" : "";
  return h("mark", { class: `hit ${effect}${depth}` }, [
    h("span", { class: "hit-text" }, [part]),
    ends.length === 0 ? undefined : badge(h, ends),
  ]);
}

/** Numbers of the hits that end here, as the table has them; read out as "hit 1". */
function badge(h: ElementMaker, ends: readonly number[]): HTMLElement {
  const shown = ends.slice(0, 3).map((index) => String(index + 1));
  const more = ends.length > shown.length ? ` +${ends.length - shown.length}` : "";
  const hidden = h("span", { class: "visually-hidden" }, [ends.length === 1 ? " hit " : " hits "]);
  return h("sup", {}, [hidden, `${shown.join(",")}${more}`]);
}

function columnsOf(h: ElementMaker, { termOf, isChanged }: TrialDrawing): Column<NumberedHit>[] {
  return [
    { label: "Hit", numeric: true, cell: ({ number }) => String(number) },
    { label: "Term", cell: ({ hit }) => namedTerm(h, termOf(hit)) },
    { label: "Match", title: "How much of a word it must cover", cell: ({ hit }) => termOf(hit).match },
    { label: "View", title: "The form of the text that it was found in", cell: ({ hit }) => hit.view },
    {
      label: "Position",
      numeric: true,
      title: "First and last character of the text that it covers, in UTF-16 code units, counted from 1",
      cell: ({ hit }) => `${hit.start + 1}–${hit.end}`,
    },
    ...(isChanged ? [{ label: "Your change", cell: ({ hit }: NumberedHit) => hit.effect }] : []),
    { label: "In the traffic", cell: ({ hit }) => termOf(hit).traffic },
  ];
}

function namedTerm(h: ElementMaker, { term, href }: HitTerm): HTMLElement {
  const name = maskedTerm(h, term);
  return href === undefined ? name : h("a", { href }, [name]);
}
