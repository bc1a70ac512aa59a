import type { Cube, CubeCell } from "../model/cube.js";
import { confusionBySnapshot } from "../replay/flips.js";
import type { Choice } from "./choice.js";
import type { PageData } from "./pageData.js";
import { valueLabel } from "./selection.js";

/** A set of decisions of one stage that can be compared with another. */
export type Group = { readonly stage: "auto" | "human"; readonly label: string; readonly cube: Cube };

/** The token of all people but those of the group that it is compared with. */
export const everyoneElse = "human:others";

/**
 * Groups that a reader can compare, as tokens: `human:language=fr`, `human:day=2022-02-01`, `auto:2020-07`.
 * Slices of the human stage come first, dimension by dimension, then its days, then the releases of the package. Where
 * there are any slices, all people but those of the other group lead.
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
  const others = dimensions.length === 0 ? [] : [{ value: everyoneElse, label: "everyone else (people)" }];
  return [...others, ...dimensions, ...days, ...releases];
}

/** The token of the people who judged the language of a slice. */
export function languageGroup({ slice }: Pick<CubeCell, "slice">): string {
  return `human:language=${slice["language"] ?? ""}`;
}

/**
 * The group that a token names; `undefined` for one that this data does not have.
 * @param other the token of the group that it is compared with, which everyone else is to leave out
 */
export function findGroup(token: string, data: PageData, other = ""): Group | undefined {
  const choice = groupChoices(data).find(({ value }) => value === token);
  if (choice === undefined) return undefined;
  if (token === everyoneElse) return othersOf(other, data);
  const name = token.slice(token.indexOf(":") + 1);
  if (token.startsWith("auto:")) {
    const release = data.report.releases.findIndex(({ label }) => label === name);
    return {
      stage: "auto",
      label: choice.label,
      cube: confusionBySnapshot(data.decisions, release, data.report.dimensions),
    };
  }
  return { stage: "human", label: choice.label, cube: peopleOf(name, data, true) };
}

/** All people but those of a group of people; the days of a group lie in a cube of their own. */
function othersOf(token: string, data: PageData): Group | undefined {
  const group = token === everyoneElse ? undefined : findGroup(token, data);
  if (group?.stage !== "human") return undefined;
  const cube = peopleOf(token.slice(token.indexOf(":") + 1), data, false);
  return { stage: "human", label: "everyone else (people)", cube };
}

/** The cells of people with a value of a dimension or day, `language=fr`, or those without it. */
function peopleOf(name: string, { review, reviewDaily }: PageData, isWith: boolean): Cube {
  const [dimension, value] = splitOnce(name, "=");
  const cube = dimension === "day" ? reviewDaily : review;
  const cells = cube.cells.filter((cell: CubeCell) => (cell.slice[dimension] === value) === isWith);
  return { ...cube, cells };
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
