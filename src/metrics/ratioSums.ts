import type { CubeCell } from "../model/cube.js";
import type { RatioSums } from "../stats/effectiveN.js";

/** Numerator a = u·x and denominator b = v·x of cluster sums x, so that Σaa = uᵀMu, Σab = uᵀMv, Σbb = vᵀMv. */
export function ratioSums(
  cells: readonly Pick<CubeCell, "sums" | "products">[],
  u: readonly number[],
  v: readonly number[],
): RatioSums {
  return toRatioSums(u, v)(cells);
}

/** `ratioSums` for many parts of a cube. */
export function toRatioSums(
  u: readonly number[],
  v: readonly number[],
): (cells: readonly Pick<CubeCell, "sums" | "products">[]) => RatioSums {
  const [ofA, ofAb, ofB] = [coefficients(u, u), coefficients(u, v), coefficients(v, v)];
  return (cells) => {
    const total = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
    for (const { sums, products } of cells) {
      total.a += dot(sums, u);
      total.b += dot(sums, v);
      total.aa += dot(products, ofA);
      total.ab += dot(products, ofAb);
      total.bb += dot(products, ofB);
    }
    return total;
  };
}

/** Plain loops here and below: pages call it for every cell. */
function dot(sums: readonly number[], weights: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += (sums[i] ?? 0) * (weights[i] ?? 0);
  return total;
}

/** What each entry of the upper triangle of a symmetric M, row by row, counts for in uᵀMv. */
function coefficients(u: readonly number[], v: readonly number[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < u.length; i++) {
    for (let j = i; j < u.length; j++) {
      const [ui, uj, vi, vj] = [u[i] ?? 0, u[j] ?? 0, v[i] ?? 0, v[j] ?? 0];
      found.push(i === j ? ui * vi : ui * vj + uj * vi);
    }
  }
  return found;
}
