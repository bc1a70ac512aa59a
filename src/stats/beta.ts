import jstat from "jstat";

/**
 * Probability that a beta variable with shapes `a` and `b` is at most `x`: the regularised incomplete beta function.
 * Exactly 0 from 0 down and 1 from 1 up. Relative error about 1e-8 on the smaller side, its digits those of jstat.
 * @throws {TypeError} when a shape is not above 0
 */
export function betaCdf(x: number, a: number, b: number): number {
  checkShapes(a, b);
  if (x <= 0) return 0;
  return x >= 1 ? 1 : jstat.ibeta(x, a, b);
}

/**
 * The `x` in [0, 1] at which `betaCdf(x, a, b)` is `p`.
 * @throws {TypeError} when `p` lies outside [0, 1] or a shape is not above 0
 */
export function betaQuantile(p: number, a: number, b: number): number {
  checkShapes(a, b);
  checkProbability(p);
  return p === 0 || p === 1 ? p : jstat.beta.inv(p, a, b);
}

/**
 * Probability of at most `k` successes in `n` independent trials of probability `p`; 0 below k = 0, 1 from k = n up.
 * @throws {TypeError} when `p` lies outside [0, 1]
 */
export function binomialCdf(k: number, n: number, p: number): number {
  checkProbability(p);
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  return whole >= n ? 1 : betaCdf(1 - p, n - whole, whole + 1);
}

/**
 * Probability of exactly `k` successes in `n` independent trials of probability `p`; 0 outside 0 to n.
 * @throws {TypeError} when `p` lies outside [0, 1]
 */
export function binomialMass(k: number, n: number, p: number): number {
  checkProbability(p);
  if (k < 0 || k > n) return 0;
  if (p === 0 || p === 1) return Number(k === n * p);
  const ways = jstat.gammaln(n + 1) - jstat.gammaln(k + 1) - jstat.gammaln(n - k + 1);
  return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/**
 * The `x` below which Student's t with these degrees of freedom lies with probability `p`; −∞ and ∞ at 0 and 1.
 * Degrees of freedom need not be whole.
 * @throws {TypeError} when `p` lies outside [0, 1] or the degrees of freedom are not above 0
 */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  checkProbability(p);
  checkShapes(degreesOfFreedom, 1);
  if (p === 0.5) return 0;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  return jstat.studentt.inv(p, degreesOfFreedom);
}

/**
 * Probability that Student's t with these degrees of freedom is at most `t`, in [0, 1]; keeps its digits in both tails.
 * @throws {TypeError} when the degrees of freedom are not above 0
 */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  const tail = betaCdf(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

function checkShapes(a: number, b: number): void {
  if (!(a > 0 && b > 0)) throw new TypeError(`Expected shapes above 0, got \`${a}\` and \`${b}\``);
}

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new TypeError(`Expected \`p\` to be a number from 0 to 1, got \`${p}\``);
}
