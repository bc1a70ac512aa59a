import type { Cube } from "../model/cube.js";
import type { Rate } from "../model/rate.js";
import { benjaminiHochberg } from "../stats/benjaminiHochberg.js";
import { compareProportions } from "../stats/twoProportion.js";
import type { Comparison } from "../stats/twoProportion.js";
import { groupCells } from "./cells.js";
import { toRate } from "./rate.js";
import { rateOf, rates } from "./rates.js";

/** Policy and language; a dimension that is summed over is left out. */
type Slice = Readonly<Record<string, string | null>>;

/** How often people agree with the label under a policy. */
export type Clarity = {
  readonly slice: Slice;
  /** Same decision and, where it is a rejection, the same policy. */
  readonly same: Rate;
  /** Same decision. */
  readonly decided: Rate;
};

/** A policy, or no violation (`null`), that was taken for another. */
export type Mistaken = {
  readonly given: string | null;
  readonly meant: string | null;
  /** Judgments, not weighted. */
  readonly judgments: number;
  /** Of the weighted judgments of items that the label puts under the same policy. */
  readonly rate: Rate;
  readonly policy: string;
};

/** Agreement in a slice before and after an edition of the guideline. */
export type VersionChange = {
  readonly version: string;
  readonly previous: string;
  readonly slice: Slice;
  readonly before: Rate;
  readonly after: Rate;
  readonly comparison: Comparison;
  /** Over all changes that were tested. */
  readonly adjustedP: number;
};

export type PolicyClarity = {
  /** Least clear first. */
  readonly policies: readonly Clarity[];
  /** Policies by language, least clear first; only the first ones. */
  readonly cells: readonly Clarity[];
  /** Most frequent first. */
  readonly mistaken: readonly Mistaken[];
  /** What every edition did to all decisions, and where it surely did something to those of a language or policy. */
  readonly changes: readonly VersionChange[];
  readonly tested: number;
};

const same = { id: "same", numerator: ["same"], denominator: ["judgments"] };
const decided = { id: "decided", numerator: ["decided"], denominator: ["judgments"] };

/** Fewer effective judgments are too few to compare editions. */
const minN = 30;
const cellsShown = 20;
const mistakenShown = 15;
const falseDiscoveryRate = 0.05;

/**
 * How clear each policy is to people, worst first; empty without labelled judgments.
 * Policies are ranked by the lower end of the interval of disagreement, so that a bad day of a rare one does not lead.
 * @param cube judgments by policy, language and version: `same`, `decided`, `judgments`
 * @param mixUps those that the label corrects, with their weights
 * @param versions editions of the guideline in the order in which they came into force
 */
export function policyClarity(
  cube: Cube,
  mixUps: readonly (Pick<Mistaken, "given" | "meant" | "judgments" | "policy"> & { weight: number })[],
  versions: readonly string[],
): PolicyClarity {
  const policies = leastClear(cube, ["policy"]);
  const cells = leastClear(cube, ["policy", "language"]);
  const totals = new Map(policies.map(({ slice, same: rate }) => [slice["policy"], rate]));
  const mistaken = mixUps.map(({ weight, ...pair }) => {
    const total = totals.get(pair.policy);
    return { ...pair, rate: partOf(weight, total) };
  });
  const { changes, tested } = versionChanges(cube, versions);
  return {
    policies,
    cells: cells.slice(0, cellsShown),
    mistaken: mistaken.toSorted((a, b) => b.judgments - a.judgments).slice(0, mistakenShown),
    changes,
    tested,
  };
}

function leastClear(cube: Cube, by: readonly string[]): Clarity[] {
  return groupCells(cube, by)
    .map(({ slice, cells }) => ({
      slice,
      same: rateOf(cube, cells, same),
      decided: rateOf(cube, cells, decided),
    }))
    .filter((clarity) => clarity.same.value !== undefined)
    .toSorted((a, b) => (a.same.interval?.[1] ?? 1) - (b.same.interval?.[1] ?? 1));
}

/** A part of the judgments of a policy, on their effective n. */
function partOf(weight: number, total: Rate | undefined): Rate {
  return total === undefined ? toRate(0, 0) : toRate(weight, total.total, total.effectiveN);
}

function versionChanges(cube: Cube, versions: readonly string[]): Pick<PolicyClarity, "changes" | "tested"> {
  const changes = [[], ["language"], ["policy"]].flatMap((by) => changesBy(cube, versions, by));
  const adjusted = benjaminiHochberg(changes.map(({ comparison }) => comparison.pValue));
  const judged = changes.map((change, at) => ({ ...change, adjustedP: adjusted[at] ?? 1 }));
  return { changes: judged.filter(isTold), tested: changes.length };
}

/** Each edition against the one before, where both have enough judgments. */
function changesBy(
  cube: Cube,
  versions: readonly string[],
  by: readonly string[],
): Omit<VersionChange, "adjustedP">[] {
  const found = rates(cube, same, { by: ["version", ...by] }).map(
    ({ slice: { version = null, ...slice }, rate }) => ({
      version,
      slice,
      rate,
      key: JSON.stringify(Object.values(slice)),
    }),
  );
  return versions.flatMap((version, at) => {
    const previous = versions[at - 1];
    if (previous === undefined) return [];
    return found
      .filter((after) => after.version === version)
      .flatMap(({ slice, key, rate: after }) => {
        const before = found.find((other) => other.version === previous && other.key === key)?.rate;
        if (before === undefined || Math.min(before.effectiveN, after.effectiveN) < minN) return [];
        const comparison = compareProportions(before, after, { minN });
        return comparison === undefined ? [] : [{ version, previous, slice, before, after, comparison }];
      });
  });
}

/** What an edition did to all decisions, or surely did to some. */
function isTold({ slice, adjustedP }: VersionChange): boolean {
  return Object.keys(slice).length === 0 || adjustedP <= falseDiscoveryRate;
}
