import { formatCount, formatShare } from "../../metrics/format.js";
import type { Cause, Overkill, OverkillKind } from "../../metrics/overkill.js";
import type { Report } from "../../model/report.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { rateDots } from "../rateDots.js";
import { ratesTable } from "../ratesTable.js";
import { rateWords } from "../rateWords.js";
import { valueLabel } from "../selection.js";
import { option } from "../view.js";
import type { View, ViewContext } from "../view.js";

const needs = ["report.json", "overkill.json"] as const;
const minN = 30;
const causesDrawn = 12;

/** What overkill means here, and what it is a share of. */
export const overkillWords: Readonly<Record<OverkillKind, { what: string; of: string }>> = {
  fdr: { what: "false discovery rate: wrong rejections of all rejections", of: "rejections" },
  fpr: { what: "false positive rate: wrong rejections of all good items", of: "good items" },
  traffic: { what: "wrong rejections of all decisions", of: "decisions" },
};

/** How much the automatic stage rejects wrongly, in a sentence, and what that is measured on. */
export const overkillNote: View = {
  name: "note overkill",
  summary: "how much the automatic stage rejects wrongly",
  options: {},
  uses: [],
  needs,
  render(_options, { document, data }) {
    const h = elementsOf(document);
    const { overkill } = data.overkill;
    if (overkill === null) return h("p", { class: "empty" }, [lackingStage]);
    const { kind, total } = overkill;
    const sentences = [
      `${whoDecides(overkill, data.report)} rejects good items: ${rateWords(total, overkillWords[kind].of)}.`,
      leadingCause(overkill, data.report),
      `Overkill here is the ${overkillWords[kind].what}; overkill: in workspace.yaml chooses another.`,
    ];
    return h(
      "div",
      { class: "finding" },
      sentences.filter((text) => text !== undefined).map((text) => h("p", {}, [text])),
    );
  },
};

const lackingStage =
  "This needs decisions of the automatic stage (table review_event, stage auto) or releases of a package (packages in workspace.yaml).";

function whoDecides({ source }: Overkill, { releases }: Report): string {
  return source === "log"
    ? "The automatic stage, as logged,"
    : `Package ${releases.at(-1)?.label ?? ""}, replayed,`;
}

function leadingCause({ causes }: Overkill, report: Report): string | undefined {
  const [dimension, first] = Object.entries(causes)
    .flatMap(([name, [cause]]): [string, Cause][] => (cause === undefined ? [] : [[name, cause]]))
    .find(([name]) => name === "actor" || name === "policy") ?? ["", undefined];
  if (first === undefined || first.share.count === 0) return undefined;
  return `Most wrong rejections by ${dimension}: ${causeLabel(dimension, first, report)}, ${rateWords(first.share, "wrong rejections")}.`;
}

function causeLabel(dimension: string, { value }: Cause, report: Report): string {
  return dimension === "actor" ? (value ?? "not named") : valueLabel(dimension, value, report);
}

/** Overkill by a dimension of the items, most wrong rejections first. */
export const overkillDots: View = {
  name: "chart overkill",
  summary: "wrong rejections of the automatic stage by a dimension, most first",
  subject: "by",
  options: { by: { type: "dimension" } },
  uses: [],
  needs,
  render: (options, context) => drawCauses(option(options, "by"), context),
};

/** Overkill by package release or model version. */
export const overkillActors: View = {
  name: "chart overkill actors",
  summary: "wrong rejections of the automatic stage by package release and model version",
  options: {},
  uses: [],
  needs,
  render: (_options, context) => drawCauses("actor", context),
};

function drawCauses(by: string, { document, data }: ViewContext): Element {
  const h = elementsOf(document);
  const { overkill } = data.overkill;
  if (overkill === null) return h("p", { class: "empty" }, [lackingStage]);
  const causes = overkill.causes[by];
  if (causes === undefined) {
    const text =
      "Which package or model decided is in the log of the automatic stage (table review_event, stage auto, column actor_id), which this workspace does not have.";
    return h("p", { class: "empty" }, [text]);
  }
  const [worst] = causes;
  if (worst === undefined)
    return h("p", { class: "empty" }, ["No labelled decision of the automatic stage."]);
  const label = (cause: Cause): string => causeLabel(by, cause, data.report);
  const drawn = causes.filter(({ overkill: { value } }) => value !== undefined).slice(0, causesDrawn);
  const dots = drawn.map((cause) => ({
    label: label(cause),
    value: cause.overkill.value ?? 0,
    interval: cause.overkill.interval,
    isHollow: cause.overkill.effectiveN < minN,
  }));
  const rows = causes.flatMap((cause) => [
    { cells: [label(cause), "overkill"], rate: cause.overkill, minN },
    { cells: [label(cause), "share of all wrong rejections"], rate: cause.share, minN },
  ]);
  const more = causes.length > drawn.length ? ` · ${drawn.length} of ${causes.length} shown` : "";
  return figure(h, rateDots(document, dots, formatShare), {
    title: `Most wrong rejections by ${by}: ${label(worst)}, an estimated ${formatCount(worst.share.count)} of ${formatCount(worst.share.total)}`,
    subtitle: `Overkill, share of ${overkillWords[overkill.kind].of} · sorted by wrong rejections · weighted by the samples that led to labels · lines are 95 % intervals · hollow: effective n below ${minN}${more}`,
    rows: ratesTable(h, rows, { headings: [by, "Share"], caption: `Wrong rejections by ${by}` }),
  });
}
