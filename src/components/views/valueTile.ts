import { formatValue, formatValueInterval } from "../../metrics/format.js";
import type { Metric } from "../../model/metric.js";
import { elementsOf } from "../element.js";
import type { Child } from "../element.js";
import { measuredStages } from "../measured.js";
import { stageLabel } from "../stageWords.js";
import { targetStatus, targetWords } from "../targetStatus.js";
import type { ViewContext } from "../view.js";
import { basisWords } from "./measuredViews.js";

/**
 * A tile of a metric that is no rate of the stages' errors: a count, an agreement, a quantile, or a rate of audits.
 * Where the stage that is asked for has none, the first one that has stands there and is named.
 */
export function valueTile(
  metric: Metric,
  stage: string,
  { data, state, document }: ViewContext,
): HTMLElement {
  const h = elementsOf(document);
  const values = measuredStages(data, metric, { state }).filter(
    ({ measured }) => measured.value !== undefined,
  );
  const found = values.find((value) => value.stage === stage) ?? values[0];
  const tile = (...parts: readonly Child[]): HTMLElement =>
    h("div", { class: "tile" }, [
      h("div", { class: "tile-label" }, [
        h("a", { href: `./data-and-definitions#${metric.id}`, title: metric.definition }, [metric.label]),
      ]),
      ...parts,
    ]);
  if (found === undefined) return tile(h("div", { class: "tile-value" }, ["no data"]));
  const { measured } = found;
  const interval =
    measured.interval && `, 95 % interval ${formatValueInterval(measured.interval, metric.unit)}`;
  return tile(
    h("div", { class: "tile-value" }, [formatValue(measured.value, metric.unit)]),
    h("div", { class: "tile-basis" }, [`${basisWords({ metric, measured })}${interval ?? ""}`]),
    h("div", { class: "tile-stage" }, [stageLabel(found.stage)]),
    measured.effectiveN < metric.minN
      ? h("div", { class: "tile-change" }, [
          `not enough ${metric.denominatorLabel} (effective n ${Math.round(measured.effectiveN)} < ${metric.minN})`,
        ])
      : undefined,
    metric.target === undefined
      ? undefined
      : h("div", { class: "tile-target" }, [
          `target ${targetWords(metric)}: ${targetStatus(measured, metric)}`,
        ]),
  );
}
