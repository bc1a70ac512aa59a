/** The few functions of jstat 1.9 that `beta.ts` uses; the package has no types. */
declare module "jstat" {
  type Jstat = {
    /** Regularised incomplete beta function I_x(a, b). */
    readonly ibeta: (x: number, a: number, b: number) => number;
    readonly gammaln: (x: number) => number;
    readonly beta: { readonly inv: (p: number, a: number, b: number) => number };
    readonly studentt: { readonly inv: (p: number, degreesOfFreedom: number) => number };
  };
  const jstat: Jstat;
  export default jstat;
}
