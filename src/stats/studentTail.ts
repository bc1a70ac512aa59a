import { normalQuantile } from "./normal.js";

/**
 * The quantile of the t distribution that leaves half of 1 − `level` above it, for 1 degree of freedom or more, whole or
 * not; within 1e-4 of the exact one, and within 5 % between 1 and 3. For pages, which cannot load the library behind `studentQuantile`.
 * Formula: Hill 1970, algorithm 396.
 * @throws {TypeError} below 1 degree of freedom
 */
export function twoSidedT(freedom: number, { level = 0.95 } = {}): number {
  if (!(freedom >= 1)) throw new TypeError(`Expected \`freedom\` to be at least 1, got \`${freedom}\``);
  const tail = 1 - level;
  if (freedom === 1) return 1 / Math.tan((tail * Math.PI) / 2);
  if (freedom === 2) return Math.sqrt(2 / (tail * (2 - tail)) - 2);
  const a = 1 / (freedom - 0.5);
  const b = 48 / (a * a);
  const c = (((20700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  const y = (d * tail) ** (2 / freedom);
  const square = y > 0.05 + a ? nearNormal(freedom, tail, { a, b, c, d }) : farOut(freedom, y, d);
  return Math.sqrt(freedom * square);
}

type Parts = { readonly a: number; readonly b: number; readonly c: number; readonly d: number };

function nearNormal(freedom: number, tail: number, { a, b, c, d }: Parts): number {
  const x = normalQuantile(tail / 2);
  const y = x * x;
  const shifted = freedom < 5 ? c + 0.3 * (freedom - 4.5) * (x + 0.6) : c;
  const scale = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + shifted;
  const root = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / scale - y - 3) / b + 1) * x;
  return Math.expm1(a * root * root);
}

function farOut(freedom: number, y: number, d: number): number {
  const inner = (freedom + 6) / (freedom * y) - 0.089 * d - 0.822;
  const bracket = 1 / (inner * (freedom + 2) * 3) + 0.5 / (freedom + 4);
  return ((bracket * y - 1) * (freedom + 1)) / (freedom + 2) + 1 / y;
}
