import type { Cube, CubeCell } from "../model/cube.js";
import { confusionBySnapshot } from "../replay/flips.js";
import type { Choice } from "./choice.js";
import type { PageData } from "./pageData.js";
import { valueLabel } from "./selection.js";

/** A set of decisions of one stage that can be compared with another. */
export type Group = { readonly stage: "auto" | "human"; readonly label: string; readonly cube: Cube };

/**
 * Groups that a reader can compare, as tokens: `human:language=fr`, `human:day=2022-02-01`, `auto:2020-07`.
 * Slices of the human stage come first, dimension by dimension, then its days, then the releases of the package.
 */
export function groupChoices(data: PageData): Choice[] {
  const { report, review, reviewDaily } = data;
  const dimensions = report.dimensions.flatMap((name) =>
    valuesOf(review, name).map((value) => ({
      value: `human:${name}=${value}`,
      label: `${valueLabel(name, value, report)} (people)`,
      group: `Human reviewers by ${name}`,
    })),
  );
  const days = valuesOf(reviewDaily, "day").map((value) => ({
    value: `human:day=${value}`,
    label: `${value} (people)`,
    group: "Human reviewers by day",
  }));
  const releases = report.releases.map(({ label }) => ({
    value: `auto:${label}`,
    label: `package ${label}`,
    group: "Package releases",
  }));
  return [...dimensions, ...days, ...releases];
}

/** The token of the people who judged the language of a slice. */
export function languageGroup({ slice }: Pick<CubeCell, "slice">): string {
  return `human:language=${slice["language"] ?? ""}`;
}

/** The group that a token names; `undefined` for one that this data does not have. */
export function findGroup(token: string, data: PageData): Group | undefined {
  const choice = groupChoices(data).find(({ value }) => value === token);
  if (choice === undefined) return undefined;
  const name = token.slice(token.indexOf(":") + 1);
  if (token.startsWith("auto:")) {
    const release = data.report.releases.findIndex(({ label }) => label === name);
    return {
      stage: "auto",
      label: choice.label,
      cube: confusionBySnapshot(data.decisions, release, data.report.dimensions),
    };
  }
  const [dimension, value] = splitOnce(name, "=");
  const cube = dimension === "day" ? data.reviewDaily : data.review;
  const cells = cube.cells.filter((cell: CubeCell) => cell.slice[dimension] === value);
  return { stage: "human", label: choice.label, cube: { ...cube, cells } };
}

function valuesOf(cube: Cube, dimension: string): string[] {
  const values = new Set(cube.cells.map(({ slice }) => slice[dimension] ?? ""));
  values.delete("");
  return [...values].toSorted();
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
