import { findMetric } from "../../metrics/findMetric.js";
import { formatCount, formatPoints, formatPointsInterval } from "../../metrics/format.js";
import { hasMeasures } from "../../metrics/rates.js";
import type { Metric } from "../../model/metric.js";
import { decompose } from "../../rca/decompose.js";
import { pWords } from "../change/changeWords.js";
import { elementsOf } from "../element.js";
import { everyoneElse } from "../groups.js";
import type { PageData } from "../pageData.js";
import { rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import { againstRest, worseThanRest } from "../standingApart.js";
import type { AgainstRest } from "../standingApart.js";
import { option } from "../view.js";
import type { View } from "../view.js";

/** The value of a dimension whose people do worse than all others, and by how much. */
export const apartNote: View = {
  name: "note apart",
  summary: "the value of a dimension whose people do worse than all others, and by how much",
  subject: "metric",
  options: { metric: { type: "metric" }, by: { type: "dimension" } },
  uses: [], // static: its code would weigh on readers who choose something else
  needs: ["report.json", "review.arrow"],
  render(options, { document, data }) {
    const h = elementsOf(document);
    const by = option(options, "by");
    const metric = findMetric(data.report.metrics, option(options, "metric"));
    if (data.review.cells.length === 0 || !hasMeasures(data.review, metric)) {
      return h("p", { class: "empty" }, [
        "This needs decisions of people with labels (table review_event, stage human), which this workspace does not have.",
      ]);
    }
    const values = againstRest(data.review, metric, by);
    const worst = worseThanRest(values, metric);
    if (worst === undefined) return h("p", { class: "empty" }, [noneWords(values, { metric, by })]);
    const href = `./root-cause?${new URLSearchParams({ metric: metric.id, a: everyoneElse, b: `human:${by}=${worst.value ?? ""}` }).toString()}`;
    return h("div", { class: "finding" }, [
      h("p", {}, [apartWords(worst, { data, metric, by, looks: values.length })]),
      h("p", {}, [
        `${mixWords(worst, { data, metric, by })} `,
        h("a", { href }, ["Compare it with all others, slice by slice"]),
      ]),
    ]);
  },
};

type Question = { readonly data: PageData; readonly metric: Metric; readonly by: string };

function noneWords(values: readonly AgainstRest[], { metric, by }: Omit<Question, "data">): string {
  if (values.length === 0)
    return `Cannot tell whether a ${by} stands apart: none has the ${metric.minN} effective ${metric.denominatorLabel} that ${metric.label} needs beside the others.`;
  return `No ${by} is worse than all others beyond noise in ${metric.label} of people: ${formatCount(values.length)} were held against the rest, corrected for all of them.`;
}

function apartWords(
  { value, own, rest, comparison, adjustedP, excess }: AgainstRest,
  { data, metric, by, looks }: Question & { readonly looks: number },
): string {
  const name = valueLabel(by, value, data.report);
  const unit = metric.denominatorLabel;
  const more = excess >= 0 ? "more" : "fewer";
  return (
    `${directionWords(metric, { name, by })}: ${metric.label} of people is ${rateWords(own, unit)} there, against ${rateWords(rest, unit)} in all others together: ` +
    `${formatPoints(comparison.difference)}, 95 % interval ${formatPointsInterval(comparison.interval)}, adjusted p ${pWords(adjustedP)} over ${looks} looks (each ${by} against the rest). ` +
    `That is ${formatCount(Math.round(Math.abs(excess)))} ${metric.numeratorLabel} ${more} than at the rate of the others.`
  );
}

function directionWords({ id, label }: Metric, { name, by }: { name: string; by: string }): string {
  const who = by === "language" ? `${name}-language reviewers` : `Reviewers of ${by} ${name}`;
  if (id === "fpr" || id === "fdr") return `${who} over-reject`;
  if (id === "fnr") return `${who} under-reject`;
  return `${who} do worst in ${label}`;
}

/** How much of the difference is a different mix of policies, where items have any. */
function mixWords({ value }: AgainstRest, { data, metric, by }: Question): string {
  const { review, report } = data;
  if (!report.dimensions.includes("policy") || by === "policy") return "";
  const of = (isIn: boolean) => ({
    ...review,
    cells: review.cells.filter(({ slice }) => ((slice[by] ?? null) === value) === isIn),
  });
  const split = decompose({ from: of(false), to: of(true) }, metric, "policy");
  if (split === undefined) return "";
  return `Split by policy, ${formatPoints(split.rate)} come from the same policies being decided differently (rate) and ${formatPoints(split.mix)} from a different mix of policies.`;
}
