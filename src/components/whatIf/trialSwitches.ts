import type { ElementMaker } from "../element.js";
import { maskedTerm } from "../mask.js";

/** A checkbox for each term that hits, to switch it off; a term that is off keeps its box when the text changes. */
export type TrialSwitches = {
  /** Indexes of the terms that are switched off. */
  off(): ReadonlySet<number>;
  /** Lists these terms, and those that are off. */
  show(terms: readonly number[], nameOf: (term: number) => string): void;
};

/** More terms than this hit no text that somebody reads. */
const mostListed = 50;

export function trialSwitches(h: ElementMaker, holder: HTMLElement): TrialSwitches {
  let shown = new Map<number, { readonly item: HTMLElement; readonly box: HTMLElement }>();
  const offIn = () => new Set([...shown].flatMap(([term, { box }]) => (isOff(box) ? [term] : [])));
  return {
    off: offIn,
    show(terms, nameOf) {
      const listed = [...new Set([...offIn(), ...terms.slice(0, mostListed)])].toSorted((a, b) => a - b);
      shown = new Map(listed.map((term) => [term, shown.get(term) ?? newSwitch(h, nameOf(term))]));
      holder.hidden = shown.size === 0;
      holder.querySelector("ul")?.replaceChildren(...[...shown.values()].map(({ item }) => item));
    },
  };
}

function isOff(box: HTMLElement): boolean {
  return !box.matches(":checked");
}

function newSwitch(h: ElementMaker, name: string): { item: HTMLElement; box: HTMLElement } {
  const box = h("input", { type: "checkbox", checked: true });
  return { item: h("li", {}, [h("label", {}, [box, " ", maskedTerm(h, name)])]), box };
}
