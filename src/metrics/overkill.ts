import type { Cube, CubeCell } from "../model/cube.js";
import type { Rate } from "../model/rate.js";
import { groupCells } from "./cells.js";
import { rateOf } from "./rates.js";

/** What is divided by: rejections, good items, or all decisions; the numerator is always good items that were rejected. */
export type OverkillKind = "fdr" | "fpr" | "traffic";

/** Where wrong rejections come from: a value of a dimension. */
export type Cause = {
  readonly value: string | null;
  readonly overkill: Rate;
  /** Of all wrong rejections, those of this cause; shares of a dimension add up to 1. */
  readonly share: Rate;
};

export type Overkill = {
  readonly kind: OverkillKind;
  /** The log of the automatic stage, or the newest release replayed where the log has none. */
  readonly source: "log" | "replay";
  readonly total: Rate;
  /** Dimension → its values, most wrong rejections first; each dimension splits all of them. */
  readonly causes: Readonly<Record<string, readonly Cause[]>>;
  /** Stage → violating items among those that it approved, by items. */
  readonly leakage: Readonly<Record<string, Rate>>;
};

/** What wrong decisions cost, in the exposure of the items. */
export type ExposureCost = {
  /** Of the impressions that rejected items were expected to have, those of good ones. */
  readonly blocked: readonly {
    readonly currency: string | null;
    readonly rate: Rate;
    readonly lost: number | null;
  }[];
  /** Of the impressions of approved items, those of violating ones, by stage. */
  readonly leaked: readonly { readonly stage: string; readonly rate: Rate }[];
  /** Of the revenue of items that the automatic stage approved, that of violating ones. */
  readonly earned: readonly { readonly currency: string | null; readonly rate: Rate }[];
  /** Revenue of one delivered impression; none without delivery. */
  readonly earnings: readonly { readonly currency: string | null; readonly each: number }[];
};

const denominators: Readonly<Record<OverkillKind, string[]>> = {
  fdr: ["fp", "tp"],
  fpr: ["fp", "tn"],
  traffic: ["tp", "fp", "fn", "tn"],
};

/** The ratio that a workspace calls overkill. */
export function overkillRatio(kind: OverkillKind) {
  return { id: "overkill", numerator: ["fp"], denominator: denominators[kind] };
}

/** Of the approved items, those that violate. */
export const leakageRatio = { id: "leakage", numerator: ["fn"], denominator: ["fn", "tn"] };

/**
 * The values of a dimension of a confusion cube by their wrong rejections, most first; those without any stand last.
 * Their counts add up to those of the cube. O(cells).
 */
export function causesBy(cube: Cube, dimension: string, kind: OverkillKind): Cause[] {
  const total = rateOf(cube, cube.cells, { id: "all", numerator: ["fp"], denominator: ["fp"] });
  return groupCells(cube, [dimension])
    .map(({ slice, cells }) => ({
      value: slice[dimension] ?? null,
      overkill: rateOf(cube, cells, overkillRatio(kind)),
      share: shareOf(cube, cells, total.total),
    }))
    .filter(({ overkill }) => overkill.total > 0)
    .toSorted((a, b) => b.share.count - a.share.count || b.overkill.total - a.overkill.total);
}

/** Wrong rejections of some cells among those of all: a new measure that is their count elsewhere than here. */
function shareOf(cube: Cube, cells: readonly CubeCell[], total: number): Rate {
  const inside = new Set(cells);
  const at = cube.measures.indexOf("fp");
  const marked: Cube = {
    dimensions: [],
    measures: ["inside", "outside"],
    cells: cube.cells.map((cell) => {
      const wrong = cell.sums[at] ?? 0;
      const square = cell.products[productAt(cube.measures.length, at)] ?? 0;
      return inside.has(cell)
        ? { ...cell, slice: {}, sums: [wrong, 0], products: [square, 0, 0] }
        : { ...cell, slice: {}, sums: [0, wrong], products: [0, 0, square] };
    }),
  };
  if (total <= 0) return rateOf(marked, [], insideRatio);
  return rateOf(marked, marked.cells, insideRatio);
}

const insideRatio = { id: "share", numerator: ["inside"], denominator: ["inside", "outside"] };

/** Place of measure × itself in the upper triangle of products, row by row. */
function productAt(measures: number, at: number): number {
  return at * measures - (at * (at - 1)) / 2;
}

/**
 * What wrong decisions cost in exposure, by stage and currency; lists are empty where nothing is known.
 * @param cube of `exposureMeasures` by `stage` and `currency`
 * @param earnings currency → revenue of one impression, of all that was delivered
 */
export function exposureCost(cube: Cube, earnings: ReadonlyMap<string | null, number>): ExposureCost {
  const auto = { ...cube, cells: cube.cells.filter(({ slice }) => slice["stage"] === "auto") };
  const byCurrency = groupCells(auto, ["currency"]).map(({ slice, cells }) => ({
    currency: slice["currency"] ?? null,
    cells,
  }));
  return {
    blocked: byCurrency
      .map(({ currency, cells }) => {
        const rate = rateOf(cube, cells, ratioOf("stopped"));
        const each = earnings.get(currency);
        return { currency, rate, lost: each === undefined ? null : rate.count * each };
      })
      .filter(isKnown),
    leaked: groupCells(cube, ["stage"])
      .map(({ slice, cells }) => ({
        stage: slice["stage"] ?? "",
        rate: rateOf(cube, cells, ratioOf("seen")),
      }))
      .filter(isKnown),
    earned: byCurrency
      .map(({ currency, cells }) => ({ currency, rate: rateOf(cube, cells, ratioOf("earned")) }))
      .filter(isKnown),
    earnings: Array.from(earnings, ([currency, each]) => ({ currency, each })),
  };
}

/** Of what was stopped, what was good; of what was seen or earned, what violates. */
function ratioOf(what: "stopped" | "seen" | "earned") {
  const wrong = what === "stopped" ? `${what}_good` : `${what}_violating`;
  return { id: what, numerator: [wrong], denominator: [`${what}_good`, `${what}_violating`] };
}

function isKnown({ rate }: { readonly rate: Rate }): boolean {
  return rate.value !== undefined;
}
