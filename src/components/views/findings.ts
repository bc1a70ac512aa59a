import { findMetric } from "../../metrics/findMetric.js";
import { worstSlice } from "../../metrics/findings.js";
import { formatPoints, formatPointsInterval } from "../../metrics/format.js";
import { rateOf, rates } from "../../metrics/rates.js";
import type { Cube } from "../../model/cube.js";
import { elementsOf } from "../element.js";
import type { Child } from "../element.js";
import { languageGroup } from "../groups.js";
import { languageGap } from "../languageGap.js";
import type { PageData } from "../pageData.js";
import { rateWords } from "../rateWords.js";
import { newestRelease, stageCube, valueLabel } from "../selection.js";
import type { View } from "../view.js";
import { alertHref } from "./alertsNote.js";

/** A finding: its sentence, and the page that shows it. */
type Finding = { readonly text: string; readonly href: string; readonly link: string };

/** Findings that a page opens with, and alerts among them; the rest stand on Trends. */
const mostFindings = 5;
const mostAlerts = 3;

/**
 * What the data says, most important first: alerts that are confirmed, then what holds for all of it. A sentence stands
 * here only when chance does not explain it.
 */
export const findingsNote: View = {
  name: "note findings",
  summary: "what the data says, as sentences with their numbers",
  options: {},
  uses: [],
  needs: ["report.json", "decisions.arrow", "review.arrow", "pairs.arrow", "alerts.json"],
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const findings = [
      ...alertFindings(data),
      reviewersFinding(data),
      packageFinding(data),
      overkillFinding(data),
      agreementFinding(data),
    ]
      .filter((finding) => finding !== undefined)
      .slice(0, mostFindings);
    if (findings.length === 0) return h("p", { class: "empty" }, ["Nothing stands out from noise."]);
    const item = ({ text, href, link }: Finding): Child => h("li", {}, [text, " ", h("a", { href }, [link])]);
    return h("ol", { class: "findings" }, findings.map(item));
  },
};

/** Series that left their earlier days, one of each slice: its metrics mostly say the same. */
function alertFindings({ alerts }: PageData): Finding[] {
  const slices = new Set<string>();
  const confirmed = alerts.alerts.filter(({ state, stage, slice }) => {
    const key = JSON.stringify([stage, slice]);
    return state === "confirmed" && !slices.has(key) && slices.add(key);
  });
  return confirmed
    .slice(0, mostAlerts)
    .map((alert) => ({ text: alert.sentence, href: alertHref(alert), link: "Its days" }));
}

/** The language whose reviewers are least accurate, and in which direction they err. */
function reviewersFinding(data: PageData): Finding | undefined {
  const found = languageGap(data);
  if (found === undefined) return undefined;
  const worst = found.worst.slice["language"] ?? "";
  const best = found.best.slice["language"] ?? "";
  const name = valueLabel("language", worst, data.report);
  const bestName = valueLabel("language", best, data.report);
  const cells = ofLanguage(data.review, worst);
  const fpr = rateOf(cells, cells.cells, findMetric(data.report.metrics, "fpr"));
  const fnr = rateOf(cells, cells.cells, findMetric(data.report.metrics, "fnr"));
  const over = (fpr.value ?? 0) > (fnr.value ?? 0);
  const direction = over
    ? `They over-reject: they reject ${rateWords(fpr, "judgments of good items")} of good items`
    : `They under-reject: they approve ${rateWords(fnr, "judgments of violating items")} of violating items`;
  return {
    text:
      `${name}-language reviewers are right in ${rateWords(found.worst.rate, "judgments")}, against ${rateWords(found.best.rate, "judgments")} in ${bestName}: ` +
      `${formatPoints(found.comparison.difference)}, 95 % interval ${formatPointsInterval(found.comparison.interval)}, ${found.compared} languages compared. ${direction}.`,
    href: `./root-cause?metric=accuracy&a=${encodeURIComponent(languageGroup(found.best))}&b=${encodeURIComponent(languageGroup(found.worst))}`,
    link: "Why? Root cause",
  };
}

function ofLanguage(cube: Cube, language: string): Cube {
  return { ...cube, cells: cube.cells.filter(({ slice }) => slice["language"] === language) };
}

/** How little the newest package finds, and how much of what it rejects is good. */
function packageFinding(data: PageData): Finding | undefined {
  const release = data.report.releases.at(-1);
  if (release === undefined) return undefined;
  const rate = (id: string) => {
    const metric = findMetric(data.report.metrics, id);
    const cube = stageCube(data, metric, { name: "auto", release: newestRelease(data.report) });
    return rateOf(cube, cube.cells, metric);
  };
  const [recall, fdr] = [rate("recall"), rate("fdr")];
  if (recall.value === undefined || fdr.value === undefined) return undefined;
  return {
    text:
      `Package ${release.label} would have caught ${rateWords(recall, "violating items")} of violations (recall), ` +
      `and of what it would have rejected ${rateWords(fdr, "rejected items")} is good (false discovery rate).`,
    href: "./package",
    link: "Its terms",
  };
}

/** The policy whose good items the package rejects most. */
function overkillFinding(data: PageData): Finding | undefined {
  if (!data.report.dimensions.includes("policy") || data.report.releases.length === 0) return undefined;
  const fpr = findMetric(data.report.metrics, "fpr");
  const cube = stageCube(data, fpr, { name: "auto", release: newestRelease(data.report) });
  const found = worstSlice(rates(cube, fpr, { by: ["policy"] }), fpr);
  if (found === undefined) return undefined;
  const policy = found.worst.slice["policy"] ?? "";
  const total = rateOf(cube, cube.cells, fpr);
  const share = total.count === 0 ? 0 : found.worst.rate.count / total.count;
  return {
    text:
      `The package over-blocks “${valueLabel("policy", policy, data.report)}”: it would have rejected ${rateWords(found.worst.rate, "good items")} of these good items, ` +
      `against ${rateWords(total, "good items")} of all good ones; ${Math.round(share * 100)} % of its false positives are there (${found.compared} policies compared).`,
    href: `./trends?policy=${encodeURIComponent(policy)}`,
    link: "Over the releases",
  };
}

/** Where people disagree most about the same item. */
function agreementFinding(data: PageData): Finding | undefined {
  if (!data.report.dimensions.includes("language")) return undefined;
  const inconsistency = findMetric(data.report.metrics, "inconsistency");
  const found = worstSlice(rates(data.pairs, inconsistency, { by: ["language"] }), inconsistency);
  if (found === undefined) return undefined;
  const name = (slice: typeof found.worst) =>
    valueLabel("language", slice.slice["language"] ?? null, data.report);
  return {
    text:
      `Reviewers of the same item disagree most in ${name(found.worst)}: ${rateWords(found.worst.rate, "pairs of judgments")} differ, ` +
      `against ${rateWords(found.best.rate, "pairs")} in ${name(found.best)}.`,
    href: "./trends#people",
    link: "By language",
  };
}
