import type { CubeCell } from "../model/cube.js";
import type { RatioSums } from "../stats/effectiveN.js";

/** Numerator a = u·x and denominator b = v·x of cluster sums x, so that Σaa = uᵀMu, Σab = uᵀMv, Σbb = vᵀMv. */
export function ratioSums(
  cells: readonly Pick<CubeCell, "sums" | "products">[],
  u: readonly number[],
  v: readonly number[],
): RatioSums {
  const total = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (const { sums, products } of cells) {
    total.a += dot(sums, u);
    total.b += dot(sums, v);
    total.aa += quadratic(products, u, u);
    total.ab += quadratic(products, u, v);
    total.bb += quadratic(products, v, v);
  }
  return total;
}

function dot(sums: readonly number[], weights: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < sums.length; i++) total += (sums[i] ?? 0) * (weights[i] ?? 0);
  return total;
}

/** uᵀMv of the symmetric matrix whose upper triangle is `products`, row by row. Plain loops: pages call it for every cell. */
function quadratic(products: readonly number[], u: readonly number[], v: readonly number[]): number {
  let total = 0;
  for (let i = 0, at = 0; i < u.length; i++) {
    for (let j = i; j < u.length; j++, at++) {
      const [ui, uj, vi, vj] = [u[i] ?? 0, u[j] ?? 0, v[i] ?? 0, v[j] ?? 0];
      total += (i === j ? ui * vi : ui * vj + uj * vi) * (products[at] ?? 0);
    }
  }
  return total;
}
