import { formatCount } from "../../metrics/format.js";
import { elementsOf } from "../element.js";
import type { ElementMaker } from "../element.js";
import type { PageFiles } from "../pageFiles.js";
import type { ChangedPackage } from "./changePackage.js";
import { compareTrials } from "./compareTrials.js";
import type { ComparedHit, Trial } from "./compareTrials.js";
import { trialBoard } from "./drawTrial.js";
import { laterStatus } from "./laterStatus.js";
import { latest } from "./latest.js";
import { notInForceWords } from "./notInForce.js";
import { openPackage, shownTerm } from "./openedPackage.js";
import type { OpenedPackage } from "./openedPackage.js";
import { trialChange } from "./trialChange.js";
import { findFields } from "./trialFields.js";
import type { TrialFields } from "./trialFields.js";
import { counted, trialWords } from "./trialWords.js";
import { scanText } from "./tryText.js";
import type { TextScope } from "./tryText.js";

/** Code units of a text that are tried: more than any item has, and few enough for every key to be answered at once. */
const mostUnits = 20_000;

/**
 * Loads the package and gives the function that draws what the fields of the section ask for.
 * @returns to be told which field was changed
 */
export async function openTrial(section: HTMLElement, files: PageFiles): Promise<(changed: Element) => void> {
  const opened = await openPackage(files);
  const { compiled } = opened;
  const now = Date.now();
  const fields = findFields(section);
  const h = elementsOf(section.ownerDocument);
  const change = trialChange(h, fields, { compiled, redraw: () => draw(fields.added.term) });
  const scan = latest((wanted: Pick<WrittenText, "text" | "scope">) => scanText(compiled, wanted));
  const show = trialShow(h, fields, { opened, notInForce: notInForceWords(compiled.terms, now) });
  const draw = (changed: Element): void => {
    if (changed === fields.text) fields.item.value = "";
    if (changed === fields.item) fields.text.value = "";
    const written = readText(fields);
    const text = written.text;
    const scope = { ...written.scope, at: now };
    const changedPackage = change.read(changed);
    const trial = text === "" ? undefined : compareTrials(compiled, scan({ text, scope }), changedPackage);
    change.offer(trial);
    show(written, trial, changedPackage);
  };
  return draw;
}

type WrittenText = {
  readonly text: string;
  readonly scope: TextScope;
  /** Whether more was written than is tried. */
  readonly isCut: boolean;
  /** Whether it is an item's. */
  readonly isMasked: boolean;
};

function readText({ text, item, language, market }: TrialFields): WrittenText {
  const chosen = item.selectedOptions[0]?.dataset["text"] ?? "";
  const isMasked = text.value === "" && chosen !== "";
  const whole = isMasked ? chosen : text.value;
  return {
    text: whole.slice(0, mostUnits),
    scope: { language: language.value || null, market: market.value || null },
    isCut: whole.length > mostUnits,
    isMasked,
  };
}

/** Draws a trial and, after a pause, says what it comes to. */
function trialShow(
  h: ElementMaker,
  { result, release, summary }: TrialFields,
  { opened, notInForce }: { readonly opened: OpenedPackage; readonly notInForce: string },
) {
  const { terms, regexes } = opened.compiled;
  const board = trialBoard(h);
  const say = laterStatus(summary);
  const refused = regexes.compiled.refused.length;
  return (
    { text, isCut, isMasked }: WrittenText,
    trial: Trial | undefined,
    changed: ChangedPackage | undefined,
  ): void => {
    const problem = changed?.problem === undefined ? "" : "The added term cannot be run.";
    if (trial === undefined) {
      result.replaceChildren();
      return say(problem);
    }
    const isChanged = changed !== undefined;
    const title = isMasked ? "The item with its hits" : "Your text with its hits";
    const termOf = ({ term }: ComparedHit) => {
      const added = changed?.terms[term];
      const isAdded = term >= terms.length && added !== undefined;
      return isAdded ? shownTerm(added, "not in the package") : opened.hitTerm(term);
    };
    board.show(trial, { text, isMasked, isChanged, title, termOf });
    if (result.firstChild === null) result.append(...board.elements);
    const lostRules = changed?.lostRules ?? 0;
    const sentences = [
      trialWords(trial, { release, terms: terms.length - refused, isChanged, lostRules }),
      problem,
      notInForce,
      refused === 0
        ? ""
        : `${counted(refused, "regex term")} cannot be run in linear time, here or in a build.`,
      isCut ? `Only the first ${formatCount(mostUnits)} characters are tried.` : "",
    ];
    say(sentences.filter((sentence) => sentence !== "").join(" "));
  };
}
