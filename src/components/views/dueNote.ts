import { findMetric } from "../../metrics/findMetric.js";
import { formatShare } from "../../metrics/format.js";
import { hasMeasures, rateOf } from "../../metrics/rates.js";
import type { Metric } from "../../model/metric.js";
import type { Rate } from "../../model/rate.js";
import { compareProportions } from "../../stats/twoProportion.js";
import { elementsOf } from "../element.js";
import type { Child } from "../element.js";
import type { PageData } from "../pageData.js";
import { rateWords } from "../rateWords.js";
import { recentPeriods } from "../recentPeriods.js";
import { humanCube, newestRelease, releaseRuns, stageCube } from "../selection.js";
import { targetStatus, targetWords } from "../targetStatus.js";
import type { View } from "../view.js";
import { alertHref } from "./alertsNote.js";

/** Something that somebody has to decide on, and the page to decide it by. */
type Due = { readonly text: string; readonly href: string; readonly link: string };

/** What waits for a decision: targets missed for certain, a release that worsens, unconfirmed P0 alerts. */
export const dueNote: View = {
  name: "note due",
  summary: "decisions due: missed targets, a release that worsens, P0 policies",
  options: {},
  uses: [],
  needs: [
    "report.json",
    "decisions.arrow",
    "review.arrow",
    "reviewDaily.arrow",
    "pairs.arrow",
    "alerts.json",
  ],
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const due = [...urgentAlerts(data), ...missedTargets(data), ...worseRelease(data)];
    if (due.length === 0) return h("p", { class: "empty" }, [nothingDue(data)]);
    const item = ({ text, href, link }: Due): Child => h("li", {}, [text, " ", h("a", { href }, [link])]);
    return h("ul", { class: "findings" }, due.map(item));
  },
};

function nothingDue({ report }: PageData): string {
  const targets = report.metrics.filter(({ target }) => target !== undefined).length;
  const parts = [
    targets === 0 ? "no metric has a target here" : "no target is missed for certain",
    report.releases.length < 2
      ? "there are no two releases to compare"
      : "the newest release worsens neither recall nor the false positive rate beyond noise",
    report.p0.length === 0 ? "no policy is named as P0" : "no P0 policy has moved",
  ];
  return `Nothing is due: ${parts.join(", ")}.`;
}

function urgentAlerts({ alerts }: PageData): Due[] {
  return alerts.alerts
    .filter(({ p0 }) => p0)
    .map((alert) => ({ text: alert.sentence, href: alertHref(alert), link: "Its days" }));
}

function missedTargets(data: PageData): Due[] {
  return data.report.metrics.flatMap((metric) =>
    metric.target === undefined
      ? []
      : ratesOf(metric, data).flatMap(({ who, rate }) =>
          targetStatus(rate, metric) !== "missed"
            ? []
            : {
                text: `${metric.label} of ${who} misses its target of ${targetWords(metric)}: ${rateWords(rate, metric.denominatorLabel)}.`,
                href: `./data-and-definitions#${metric.id}`,
                link: "Definition",
              },
        ),
  );
}

/** A metric of people, over the last period where there is one, and of the newest package. */
function ratesOf(metric: Metric, data: PageData): { who: string; rate: Rate }[] {
  const { report } = data;
  const found: { who: string; rate: Rate }[] = [];
  const human = humanCube(data, metric);
  if (report.stages.includes("human") && hasMeasures(human, metric)) {
    const recent = recentPeriods(data.reviewDaily, metric, report.workspace)?.now;
    const who = recent === undefined ? "people" : `people, ${recent.days} days to ${recent.to},`;
    found.push({ who, rate: recent?.rate ?? rateOf(human, human.cells, metric) });
  }
  const release = report.releases.at(-1);
  if (release === undefined) return found;
  const auto = stageCube(data, metric, { name: "auto", release: newestRelease(report) });
  if (hasMeasures(auto, metric))
    found.push({ who: `package ${release.label}`, rate: rateOf(auto, auto.cells, metric) });
  return found;
}

/** Whether the newest release errs more on the same items than the last one that decided differently. */
function worseRelease(data: PageData): Due[] {
  const [before, now] = releaseRuns(data).slice(-2);
  if (before === undefined || now === undefined) return [];
  return ["fpr", "recall"].flatMap((id) => {
    const metric = findMetric(data.report.metrics, id);
    const rateAt = (release: number): Rate => {
      const cube = stageCube(data, metric, { name: "auto", release });
      return rateOf(cube, cube.cells, metric);
    };
    const [old, recent] = [rateAt(before.to), rateAt(now.to)];
    const compared = compareProportions(old, recent, { minN: metric.minN });
    if (compared?.distinguishable !== true) return [];
    if (compared.difference > 0 === (metric.good === "up")) return [];
    return {
      text: `Package ${now.release.label} worsens ${metric.short} on the same items: ${rateWords(recent, metric.denominatorLabel)}, against ${formatShare(old.value)} with ${before.release.label}.`,
      href: `./releases?from=${encodeURIComponent(before.release.label)}&to=${encodeURIComponent(now.release.label)}`,
      link: "What it changes",
    };
  });
}
