/** Measures of the cube of duplicates: pairs of one group, and pairs of near-duplicates of different groups. */
export const duplicateMeasures = [
  "differing_duplicates",
  "duplicate_pairs",
  "differing_near_duplicates",
  "near_duplicate_pairs",
] as const;
