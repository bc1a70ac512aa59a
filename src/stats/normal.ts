/**
 * Probability that a standard normal variable is at most `x`, in [0, 1].
 * Absolute error below 1e-15; relative error in the lower tail below 1e-8 down to −37, 0 beyond.
 * Formula: Hart 1968 algorithm 5666 in the form of G. West, "Better approximations to cumulative normal
 * functions", Wilmott 2005.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new TypeError("Expected `x` to be a number, got `NaN`");
  const size = Math.abs(x);
  const tail = size > 37 ? 0 : Math.exp((-size * size) / 2) * tailRatio(size);
  return x > 0 ? 1 - tail : tail;
}

/**
 * The `x` at which `normalCdf(x)` is `p`; −∞ and ∞ at 0 and 1.
 * Relative error about 1e-15. Formula: Wichura 1988, algorithm AS 241 (PPND16).
 * @throws {TypeError} when `p` lies outside [0, 1]
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new TypeError(`Expected \`p\` to be a number from 0 to 1, got \`${p}\``);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const tail = Math.min(p, 1 - p);
  if (tail === 0) return q < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const x = r <= 5 ? ratio(NEAR_TAIL, r - 1.6) : ratio(FAR_TAIL, r - 5);
  return q < 0 ? -x : x;
}

/** Upper-tail probability over exp(−x²/2): a rational function, far out a continued fraction. */
function tailRatio(x: number): number {
  if (x < 7.07106781186547) return ratio(HART, x);
  const fraction = x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
  return 1 / (fraction * 2.506628274631);
}

/** Coefficients of a quotient of polynomials, lowest power first. */
type Quotient = { readonly above: readonly number[]; readonly below: readonly number[] };

function ratio({ above, below }: Quotient, x: number): number {
  return polynomial(above, x) / polynomial(below, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

const HART: Quotient = {
  above: [
    220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165,
    0.700383064443688, 0.0352624965998911,
  ],
  below: [
    440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207,
    1.75566716318264, 0.0883883476483184,
  ],
};

const CENTRE: Quotient = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};

const NEAR_TAIL: Quotient = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};

const FAR_TAIL: Quotient = {
  above: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  below: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};
