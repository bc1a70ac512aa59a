import type { Cube } from "../model/cube.js";
import { baselineCounts, usualWindows, windowLengths } from "./change/changeWindows.js";
import type { Choice } from "./choice.js";
import { elementsOf } from "./element.js";
import type { ElementMaker } from "./element.js";
import { groupChoices, languageGroup } from "./groups.js";
import { languageGap } from "./languageGap.js";
import type { PageData } from "./pageData.js";
import type { PageState } from "./pageState.js";
import { releaseRuns, valueLabel } from "./selection.js";
import { stageLabel } from "./stageWords.js";

/** A control that pages may ask for by name under `filters:`. */
type Control = {
  readonly label: string;
  readonly choices: (data: PageData) => readonly Choice[];
  readonly initial: (data: PageData) => string;
};

/** The controls by name; dimensions of the items come on top, each with an empty choice that means all. */
const controls: Readonly<Record<string, Control>> = {
  metric: {
    label: "Metric",
    choices: ({ report }) =>
      report.metrics
        .filter(({ kind }) => kind === "ratio")
        .filter(({ numerator }) => numerator.every((name) => ["tp", "fp", "fn", "tn"].includes(name)))
        .map(({ id, label }) => ({ value: id, label })),
    initial: () => "fpr",
  },
  a: { label: "Compare", choices: groupChoices, initial: (data) => comparedGroups(data)[0] },
  b: { label: "with", choices: groupChoices, initial: (data) => comparedGroups(data)[1] },
  by: {
    label: "Split by",
    choices: ({ report }) => report.dimensions.map((name) => ({ value: name, label: name })),
    initial: ({ report }) => (report.dimensions.includes("policy") ? "policy" : (report.dimensions[0] ?? "")),
  },
  stage: {
    label: "Stage",
    choices: ({ scoredDaily }) =>
      (scoredDaily.size === 0 ? ["human"] : [...scoredDaily.keys()]).map((stage) => ({
        value: stage,
        label: stageLabel(stage),
      })),
    initial: initialStage,
  },
  window: {
    label: "Window",
    choices: () => windowLengths.map((days) => ({ value: String(days), label: windowLabel(days) })),
    initial: (data) => String(usualWindows(stageCube(data)).length),
  },
  baseline: {
    label: "against",
    choices: () => baselineCounts.map((count) => ({ value: String(count), label: baselineLabel(count) })),
    initial: (data) => String(usualWindows(stageCube(data)).baselines),
  },
  split: {
    label: "Panels by",
    choices: ({ report }) => [
      { value: "", label: "none" },
      ...report.dimensions.map((name) => ({ value: name, label: name })),
    ],
    initial: ({ report, alerts }) =>
      alerts.tested === 0 && report.dimensions.includes("language") ? "language" : "", // few days are often of few languages
  },
  from: { label: "From release", choices: releaseChoices, initial: (data) => comparedReleases(data)[0] },
  to: { label: "to release", choices: releaseChoices, initial: (data) => comparedReleases(data)[1] },
};

/** The stage that a page shows before the reader chooses: people, where they decide. */
function initialStage({ scoredDaily }: PageData): string {
  return scoredDaily.has("human") ? "human" : ([...scoredDaily.keys()][0] ?? "human");
}

function stageCube(data: PageData): Cube | undefined {
  return data.scoredDaily.get(initialStage(data));
}

function windowLabel(days: number): string {
  return days === 1 ? "last day (24 hours)" : `last ${days} days`;
}

function baselineLabel(count: number): string {
  return count === 1 ? "as many days before" : `the ${count} windows before`;
}

/** Stands for every dimension that the workspace has, so that a page fits any workspace. */
const everyDimension = "dimensions";

/** Every name that `filters:` of a page may hold. */
export function controlNames(data: PageData): string[] {
  return [...Object.keys(controls), everyDimension, ...data.report.dimensions];
}

/** What a page shows before the reader chooses. */
export function defaultState(names: readonly string[], data: PageData): PageState {
  return Object.fromEntries(
    resolveNames(names, data).map((name) => [name, controls[name]?.initial(data) ?? ""]),
  );
}

function resolveNames(names: readonly string[], { report }: PageData): string[] {
  return names.flatMap((name) => (name === everyDimension ? report.dimensions : [name]));
}

/**
 * The form with a page's controls, disabled until the page's script takes over.
 * Without JavaScript a sentence says that the page shows the default choice.
 */
export function controlsForm(names: readonly string[], data: PageData, document: Document): HTMLElement {
  const h = elementsOf(document);
  const defaults = defaultState(names, data);
  return h(
    "form",
    { class: "controls", "data-defaults": JSON.stringify(defaults), "aria-label": "Choices" },
    [
      ...resolveNames(names, data).map((name) => {
        const control = controls[name] ?? dimensionControl(name);
        return h("label", {}, [
          h("span", {}, [control.label]),
          h(
            "select",
            { name, disabled: true },
            optionElements(h, control.choices(data), defaults[name] ?? ""),
          ),
        ]);
      }),
      h("noscript", {}, ["Choosing needs JavaScript; the page shows the default."]),
    ],
  );
}

function dimensionControl(name: string): Control {
  return {
    label: name,
    choices: (data) => [{ value: "", label: "all" }, ...dimensionChoices(name, data)],
    initial: () => "",
  };
}

function dimensionChoices(name: string, data: PageData): Choice[] {
  const values = new Set(data.decisions.map(({ slice }) => slice[name] ?? ""));
  values.delete("");
  return [...values]
    .map((value) => ({ value, label: valueLabel(name, value, data.report) }))
    .toSorted((x, y) => (x.label < y.label ? -1 : 1));
}

function releaseChoices(data: PageData): Choice[] {
  return data.report.releases.map(({ label }) => ({ value: label, label }));
}

/** The releases that the workspace names; else the newest that decided this traffic differently, and the one before. */
function comparedReleases(data: PageData): readonly [string, string] {
  if (data.report.compare !== null) return [data.report.compare.from, data.report.compare.to];
  const [before, newest] = releaseRuns(data).slice(-2);
  const label = before?.release.label ?? "";
  return [label, newest?.release.label ?? label];
}

/** The languages whose reviewers are most and least accurate, where that is no chance; else the compared releases. */
function comparedGroups(data: PageData): readonly [string, string] {
  const found = languageGap(data);
  if (found !== undefined) return [languageGroup(found.best), languageGroup(found.worst)];
  const [from, to] = comparedReleases(data);
  return [`auto:${from}`, `auto:${to}`];
}

function optionElements(h: ElementMaker, choices: readonly Choice[], chosen: string): HTMLElement[] {
  const groups = new Map<string | undefined, HTMLElement[]>();
  for (const { value, label, group } of choices) {
    const element = h("option", { value, selected: value === chosen }, [label]);
    groups.set(group, [...(groups.get(group) ?? []), element]);
  }
  return [...groups].flatMap(([label, elements]) =>
    label === undefined ? elements : [h("optgroup", { label }, elements)],
  );
}
