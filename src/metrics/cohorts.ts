/** A cohort and how many people it has; `null`: people of no cohort. */
export type CohortSize = { readonly cohort: string | null; readonly people: number };

/** Fewest people of whom anything is told. */
export const fewestPeople = 5;

/**
 * The cohorts that may be shown, in the order given: those of at least 5 people. Where the others together would have
 * fewer, the smallest that could be shown is left out, too, so that they cannot be told from the whole.
 */
export function shownCohorts(sizes: readonly CohortSize[]): string[] {
  const large = sizes.filter(({ cohort, people }) => cohort !== null && people >= fewestPeople);
  const hidden = sizes.filter((size) => !large.includes(size)).reduce((sum, { people }) => sum + people, 0);
  const smallest = large.reduce<CohortSize | undefined>(
    (least, size) => (least === undefined || size.people < least.people ? size : least),
    undefined,
  );
  const isTold = (size: CohortSize): boolean => hidden === 0 || hidden >= fewestPeople || size !== smallest;
  return large.filter(isTold).flatMap(({ cohort }) => cohort ?? []);
}
