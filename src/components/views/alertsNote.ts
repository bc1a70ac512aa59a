import type { TrendAlert, TrendAlerts } from "../../model/alert.js";
import { formatCount, formatShare } from "../../metrics/format.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import type { View } from "../view.js";

/** Alerts that a page lists at once; the others open on request. */
const listed = 5;

/** What has changed in the last days, and how many series were looked at to say so. */
export const alertsNote: View = {
  name: "note alerts",
  summary: "series that left their earlier days, and how many were tested",
  options: {},
  uses: [],
  needs: ["alerts.json"],
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const { alerts } = data.alerts;
    const tested = h("p", { class: alerts.length === 0 ? "empty" : "" }, [testedWords(data.alerts)]);
    const more = alerts.length - listed;
    return h("div", {}, [
      tested,
      listOf(h, alerts.slice(0, listed)),
      more <= 0
        ? undefined
        : h("details", {}, [
            h("summary", {}, [`${formatCount(more)} more`]),
            listOf(h, alerts.slice(listed), listed + 1),
          ]),
    ]);
  },
};

function listOf(h: ElementMaker, alerts: readonly TrendAlert[], start = 1): Child {
  if (alerts.length === 0) return undefined;
  const item = (alert: TrendAlert): Child =>
    h("li", {}, [alert.sentence, " ", h("a", { href: alertHref(alert) }, ["Its days"])]);
  return h("ol", { class: "findings", start: start === 1 ? undefined : start }, alerts.map(item));
}

/** The Trends page with the alert's series. */
export function alertHref({ metric, stage, slice }: Pick<TrendAlert, "metric" | "stage" | "slice">): string {
  const choice = new URLSearchParams({ metric, stage, split: Object.keys(slice)[0] ?? "" });
  return `./trends?${choice.toString()}#day-by-day`;
}

/** How many series there are, could be tested, and departed; or why nothing can be said. */
export function testedWords({ series, tested, alerts, q, lastDay }: TrendAlerts): string {
  if (series === 0 || lastDay === null)
    return "No decision with a label carries a day here, so nothing can be judged over days.";
  const all = `${formatCount(series)} series (metric × stage × slice)`;
  if (tested === 0) {
    return `Cannot tell: none of ${all} has the labelled decisions to be tested, 8 days and then enough in the last three, up to ${lastDay}.`;
  }
  const rule = `corrected for all of them at a false discovery rate of ${formatShare(q).replace(".0", "")}`;
  const first = `${formatCount(tested)} of ${all} have the labelled decisions to be tested, up to ${lastDay}`;
  const confirmed = alerts.filter(({ state }) => state === "confirmed").length;
  return confirmed === 0
    ? `${first}; none has left its earlier days beyond noise, ${rule}.`
    : `${first}; ${formatCount(confirmed)} left their earlier days, ${rule}.`;
}
