import { formatCount, formatShare } from "../../metrics/format.js";
import { changeHref } from "../change/causeLinks.js";
import { basisWords, causeWords, movedWords, verdictWords } from "../change/changeWords.js";
import { movesQ, topMoves } from "../change/topMoves.js";
import type { TopMoves } from "../change/topMoves.js";
import type { WindowChange } from "../change/windowChange.js";
import { elementsOf } from "../element.js";
import type { Child } from "../element.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

/** Moves listed; the rest is counted. */
const listed = 5;

/** What moved in the last days beyond noise, each with its first cause and a link that opens it. */
export const movesNote: View = {
  name: "note moves",
  summary: "metrics of stages whose last days moved beyond noise, each with its first cause",
  options: { window: { type: "number", fallback: 7 } },
  uses: [],
  needs: ["report.json", "reviewDaily.arrow"],
  render(options, context) {
    const h = elementsOf(context.document);
    const length = Math.max(1, Number(option(options, "window")));
    const found = topMoves(context.data, length);
    const first = h("p", { class: found.moves.length === 0 ? "empty" : "" }, [testedWords(found, length)]);
    if (found.moves.length === 0) return first;
    const items = found.moves.slice(0, listed).map((change) => moveItem(change, context));
    return h("div", {}, [first, h("ol", { class: "findings" }, items)]);
  },
};

function moveItem(change: WindowChange, { document, data: { report } }: ViewContext): Child {
  const h = elementsOf(document);
  const [cause] = change.causes.filter(({ named }) => named);
  const why =
    cause === undefined ? verdictWords(change) : `First cause: ${causeWords(cause, change, report)}`;
  const exact = cause !== undefined && change.isExact ? " By an exact test, since few are expected." : "";
  return h("li", {}, [
    h("strong", {}, [movedWords(change)]),
    ` ${why}${exact} ${basisWords(change)} `,
    h("a", { href: changeHref(change) }, ["Its causes"]),
  ]);
}

function testedWords({ moves, tested, series, lastDay }: TopMoves, length: number): string {
  const window = length === 1 ? "the last settled day" : `the last ${length} settled days`;
  if (series === 0)
    return "No decision with a label carries a day here, so nothing can be said of a change in time.";
  if (lastDay === undefined)
    return `Cannot tell what ${window} changed: there are no two windows of that length.`;
  const looked = `${formatCount(tested)} of ${formatCount(series)} series (metric × stage) could be tested: ${window}, up to ${lastDay}, against the windows before`;
  const rule = `corrected for all of them at a false discovery rate of ${formatShare(movesQ).replace(".0", "")}`;
  if (moves.length === 0) return `Nothing moved beyond noise: ${looked}, ${rule}.`;
  const more = moves.length > listed ? `; the ${listed} surest of ${formatCount(moves.length)} follow` : "";
  return `${looked}; ${formatCount(moves.length)} moved beyond noise, ${rule}${more}.`;
}
