import type { Term } from "../../matcher/term.js";
import type { ElementMaker } from "../element.js";
import { maskedTerm } from "../mask.js";
import { patchList, setText } from "./patchList.js";

/**
 * A checkbox for each term that hits, to switch it off, and a button to edit it; a term that is off keeps its box when
 * the text changes.
 */
export type TrialSwitches = {
  /** Indexes of the terms that are switched off. */
  off(): ReadonlySet<number>;
  /** Switches a listed term off. */
  clear(term: number): void;
  /** Lists these terms, which may be repeated, and those that are off. */
  show(terms: readonly number[]): void;
};

type Switch = { readonly item: HTMLElement; readonly box: HTMLInputElement };

export const noSwitches = "No term hits the text.";
const someSwitches = "Terms that hit the text; clear a box to switch a term off:";

/** More terms than this hit no text that somebody reads. */
const mostListed = 50;

/**
 * @param termOf the term of an index; its id is shown beside it, since rules name terms by it
 * @param onEdit told of the term whose button is pressed
 */
export function trialSwitches(
  h: ElementMaker,
  holder: HTMLElement,
  { termOf, onEdit }: { termOf: (term: number) => Term | undefined; onEdit: (term: number) => void },
): TrialSwitches {
  const switches = new Map<number, Switch>();
  const listed = (term: number): Switch => {
    const known = switches.get(term) ?? newSwitch(h, termOf(term), () => onEdit(term));
    switches.set(term, known);
    return known;
  };
  const off = () => new Set([...switches].flatMap(([term, { box }]) => (box.checked ? [] : [term])));
  const [words, list] = [holder.querySelector("p"), holder.querySelector("ul")];
  const draw =
    list === null
      ? undefined
      : patchList<number, HTMLElement>(list, { keyOf: String, draw: (term) => listed(term).item });
  return {
    off,
    clear(term) {
      listed(term).box.checked = false;
    },
    show(terms) {
      const shown = [...new Set([...off(), ...[...new Set(terms)].slice(0, mostListed)])].toSorted(
        (a, b) => a - b,
      );
      draw?.(shown);
      if (words !== null) setText(words, shown.length === 0 ? noSwitches : someSwitches);
    },
  };
}

function newSwitch(h: ElementMaker, term: Term | undefined, edit: () => void): Switch {
  const { term: name = "", termId = "" } = term ?? {};
  const box = h("input", { type: "checkbox", checked: true });
  if (!(box instanceof HTMLInputElement)) throw new TypeError("Expected an input, got another element");
  const hidden = h("span", { class: "visually-hidden" }, [" ", maskedTerm(h, name)]);
  const button = h("button", { type: "button" }, ["Edit", hidden]);
  button.addEventListener("click", edit);
  const label = h("label", {}, [box, " ", maskedTerm(h, name)]);
  return { item: h("li", {}, [label, " ", h("code", {}, [termId]), " ", button]), box };
}
