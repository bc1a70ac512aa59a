import { formatCount } from "../../metrics/format.js";
import { elementsOf } from "../element.js";
import type { PageData } from "../pageData.js";
import type { View } from "../view.js";

/** How fresh the data is, fact by fact: its moment, its newest decision and package, and how much of it has a label. */
export const freshNote: View = {
  name: "note fresh",
  summary: "how fresh the data is: its moment, newest decision, package and labels",
  options: {},
  uses: [],
  needs: ["report.json", "reviewDaily.arrow", "alerts.json"],
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const entries = factsOf(data).map(([name, value]) =>
      h("div", {}, [h("dt", {}, [name]), h("dd", {}, [value])]),
    );
    return h("dl", { class: "strip" }, entries);
  },
};

function factsOf({ report, reviewDaily, alerts }: PageData): [string, string][] {
  const { releases, items, workspace } = report;
  const days = reviewDaily.cells.map(({ slice }) => slice["day"] ?? "");
  const newest = days.reduce((latest, day) => (day > latest ? day : latest), "");
  const release = releases.at(-1);
  return [
    ["Data as of", dayOf(workspace.asOf)],
    ["Newest labelled decision of people", newest === "" ? "none with a day" : newest],
    ["Newest package", release === undefined ? "none" : `${release.label} (${dayOf(release.releasedAt)})`],
    ["Items with a label", `${formatCount(items.labelled)} of ${formatCount(items.total)}`],
    ["Series watched", `${formatCount(alerts.tested)} of ${formatCount(alerts.series)} can be tested`],
  ];
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
