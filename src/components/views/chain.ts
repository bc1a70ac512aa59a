import { findMetric } from "../../metrics/findMetric.js";
import { rateOf, rates } from "../../metrics/rates.js";
import { scoredStages } from "../../metrics/verdict.js";
import type { ScoredStage } from "../../metrics/verdict.js";
import type { Cube, CubeCell } from "../../model/cube.js";
import { elementsOf } from "../element.js";
import type { PageData } from "../pageData.js";
import { rateWords } from "../rateWords.js";
import { ratesTable } from "../ratesTable.js";
import type { RateRow } from "../ratesTable.js";
import { chosenCells } from "../selection.js";
import type { View, ViewContext } from "../view.js";

/** Who decides at a stage, and what its two kinds of error are called. */
const stageWords: Readonly<Record<ScoredStage, { who: string; onGood: string; onViolating: string }>> = {
  auto: { who: "The automatic stage, as logged, is", onGood: "Wrong rejections", onViolating: "Leaks" },
  human: { who: "People are", onGood: "Wrong rejections", onViolating: "Wrong approvals" },
  qa: { who: "QA is", onGood: "False fails", onViolating: "False passes" },
  ata: { who: "The auditors of QA (ATA) are", onGood: "False fails", onViolating: "False passes" },
};

const needs = ["report.json", "review.arrow"] as const;

/** How right each stage of the chain is by the stages after it, in sentences; and what is not known. */
export const chainNote: View = {
  name: "note chain",
  summary: "how right each stage of the review chain is by the stages after it",
  options: {},
  uses: ["dimensions"],
  needs,
  render(_options, context) {
    const h = elementsOf(context.document);
    const sentences = stagesOf(context).map(({ stage, cube }) => stageSentence(stage, cube, context));
    if (sentences.length === 0)
      return h("p", { class: "empty" }, ["No decision here has a label of a later stage."]);
    const texts = [...sentences, ...unknowns(context.data)];
    return h(
      "div",
      { class: "finding" },
      texts.map((text) => h("p", {}, [text])),
    );
  },
};

/** The same numbers as a table, by the stage of the labels. */
export const chainTable: View = {
  name: "table chain",
  summary: "errors of each stage of the review chain, by the stage of the labels",
  options: {},
  uses: ["dimensions"],
  needs,
  render(_options, context) {
    const h = elementsOf(context.document);
    const rows = stagesOf(context).flatMap(({ stage, cube }) => stageRows(stage, cube, context));
    return ratesTable(h, rows, {
      headings: ["Stage", "Labels", "Metric"],
      caption: "Each stage by the labels of later ones, weighted by the samples that led to them",
    });
  },
};

function stagesOf({ data, state }: ViewContext): { stage: ScoredStage; cube: Cube }[] {
  return scoredStages.flatMap((stage) => {
    const cube = data.scored.get(stage);
    return cube === undefined ? [] : [{ stage, cube: chosenCells(cube, state) }];
  });
}

function stageSentence(stage: ScoredStage, cube: Cube, { data }: ViewContext): string {
  const { who, onGood, onViolating } = stageWords[stage];
  const rate = (id: string) => rateOf(cube, cube.cells, findMetric(data.report.metrics, id));
  return (
    `${who} right in ${rateWords(rate("accuracy"), "labelled decisions")}. ` +
    `${onGood} (FPR): ${rateWords(rate("fpr"), "decisions on good items")}. ` +
    `${onViolating} (FNR): ${rateWords(rate("fnr"), "decisions on violating items")}.`
  );
}

/** What nobody checked, so that no number of this page can tell. */
function unknowns({ report }: PageData): string[] {
  const has = (stage: "qa" | "ata" | "gold"): boolean => report.stages.includes(stage);
  if (!has("qa"))
    return [
      "This data holds no QA: the labels above come from elsewhere, and their own errors are not known.",
    ];
  if (has("ata") || has("gold")) return [];
  return ["Nobody audited QA here: its errors are not known, and they count as errors of the people."];
}

function stageRows(stage: ScoredStage, cube: Cube, { data }: ViewContext): RateRow[] {
  const sources = [
    undefined,
    ...rates(cube, findMetric(data.report.metrics, "accuracy"), { by: ["labelSource"] }).filter(
      ({ rate }) => rate.total > 0,
    ),
  ];
  const several = sources.length > 2;
  return (several ? sources : sources.slice(0, 1)).flatMap((source) => {
    const name = source?.slice["labelSource"] ?? undefined;
    const cells = name === undefined ? cube.cells : ofSource(cube.cells, name);
    return ["accuracy", "fpr", "fnr"].map((id) => {
      const metric = findMetric(data.report.metrics, id);
      return {
        cells: [stage, name ?? "all", metric.label],
        rate: rateOf(cube, cells, metric),
        minN: metric.minN,
      };
    });
  });
}

/** Cells with labels of one stage; what share of all decisions they are of does not show in them. */
function ofSource(cells: Cube["cells"], name: string): CubeCell[] {
  const own = cells.filter(({ slice }) => slice["labelSource"] === name);
  return own.map(({ slice, sums, products, bucket }) => ({
    slice,
    sums,
    products,
    ...(bucket === undefined ? {} : { bucket }),
  }));
}
