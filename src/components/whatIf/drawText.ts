import type { Child, ElementMaker } from "../element.js";
import { maskedText } from "../mask.js";
import type { ComparedHit } from "./compareTrials.js";
import { patchList, setText } from "./patchList.js";
import { textSegments } from "./textSegments.js";
import type { TextSegment } from "./textSegments.js";

/** A text to be drawn with its hits marked; masked as that of an item is, until the reader asks. */
export type MarkedText = {
  readonly text: string;
  readonly hits: readonly ComparedHit[];
  readonly isMasked: boolean;
};

/** Beyond these a page would only be slow; the summary counts them all. */
const mostMarked = 1000;

type Piece = {
  readonly part: string;
  /** Classes of its mark; "" for text between hits. */
  readonly look: string;
  /** Numbers of the hits that end with it, as the table has them. */
  readonly badge: string;
  readonly isMasked: boolean;
};

/** Draws texts into an element, one after the other; pieces that stay are not drawn again. */
export function drawText(h: ElementMaker, holder: HTMLElement): (marked: MarkedText) => void {
  const show = patchList<Piece, Node>(holder, {
    keyOf: ({ part, look, badge, isMasked }) =>
      `${isMasked ? "masked" : "plain"} ${look}|${badge === "" ? "" : "badge"}|${part}`,
    draw: (piece) => drawPiece(h, piece) ?? holder.ownerDocument.createTextNode(piece.part),
    refresh: (node, { badge }) => {
      if (badge !== "" && node instanceof Element) refreshBadge(node, badge);
    },
  });
  return ({ text, hits, isMasked }) => {
    const segments = textSegments(text.length, hits.slice(0, mostMarked));
    show(
      segments.map((segment) => ({
        part: text.slice(segment.start, segment.end),
        look: lookOf(segment),
        badge: badgeOf(segment),
        isMasked,
      })),
    );
  };
}

function lookOf({ covering: { kept, lost, gained, exception } }: TextSegment): string {
  const all = kept + lost + gained + exception;
  if (all === 0) return "";
  const effect = kept > 0 ? "kept" : gained > 0 ? "gained" : lost > 0 ? "lost" : "exception";
  return `hit ${effect}${all > 1 ? " overlap" : ""}`;
}

function badgeOf({ ends }: TextSegment): string {
  const shown = ends.slice(0, 3).map((index) => String(index + 1));
  const more = ends.length > shown.length ? ` +${ends.length - shown.length}` : "";
  return `${shown.join(",")}${more}`;
}

/** `undefined` for plain text. */
function drawPiece(h: ElementMaker, { part, look, badge, isMasked }: Piece): HTMLElement | undefined {
  if (look === "") return isMasked ? maskedText(h, part) : undefined;
  const text: Child = isMasked ? maskedText(h, part) : part;
  return h("mark", { class: look }, [
    h("span", { class: "hit-text" }, [text]),
    badge === "" ? undefined : drawBadge(h, badge),
  ]);
}

/** Read out as "hit 1". */
function drawBadge(h: ElementMaker, badge: string): HTMLElement {
  const hidden = h("span", { class: "visually-hidden" }, [wordOf(badge)]);
  return h("sup", {}, [hidden, badge]);
}

function refreshBadge(mark: Element, badge: string): void {
  const [hidden, number] = mark.querySelector("sup")?.childNodes ?? [];
  if (hidden === undefined || number === undefined) return;
  setText(hidden, wordOf(badge));
  setText(number, badge);
}

function wordOf(badge: string): string {
  return /^\d+$/.test(badge) ? " hit " : " hits ";
}
