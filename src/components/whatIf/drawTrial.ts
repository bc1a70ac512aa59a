import type { ElementMaker } from "../element.js";
import { maskedText } from "../mask.js";
import type { Trial } from "./compareTrials.js";
import { drawHits } from "./drawHits.js";
import type { HitList } from "./drawHits.js";
import { drawText } from "./drawText.js";

export type TrialDrawing = Pick<HitList, "isChanged" | "termOf"> & {
  readonly text: string;
  /** Whether the text is hidden until the reader asks, as that of an item is; words of the reader's own are not. */
  readonly isMasked: boolean;
  /** Name of the text for those who do not see it. */
  readonly title: string;
};

/** The places that a trial is drawn into, and the function that draws the next one there. */
export type TrialBoard = {
  readonly elements: readonly HTMLElement[];
  readonly show: (trial: Trial, drawing: TrialDrawing) => void;
};

/** The text with its hits marked, then the hits as a table, and the text as the package reads it. */
export function trialBoard(h: ElementMaker): TrialBoard {
  const text = h("div", { class: "tried-text", role: "group", dir: "auto" });
  const table = h("div", { class: "tried-hits" });
  const canonical = h("p", { dir: "auto" });
  const evasive = h("p", { dir: "auto" });
  const ofEvasive = h("div", {}, [h("p", {}, ["And for evasive spellings:"]), evasive]);
  const details = h("details", { class: "canonical-text" }, [
    h("summary", {}, ["The text as the package reads it"]),
    canonical,
    ofEvasive,
  ]);
  const showText = drawText(h, text);
  const showHits = drawHits(h, table);
  return {
    elements: [text, table, details],
    show(trial, { text: written, isMasked, isChanged, title, termOf }) {
      text.setAttribute("aria-label", title);
      showText({ text: written, hits: trial.hits, isMasked });
      showHits({ hits: trial.hits, isChanged, termOf });
      const shown = (reading: string) => (isMasked ? maskedText(h, reading) : reading);
      canonical.replaceChildren(shown(trial.canonical));
      ofEvasive.hidden = trial.evasive === undefined;
      evasive.replaceChildren(shown(trial.evasive ?? ""));
    },
  };
}
