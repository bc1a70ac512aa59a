/** What a package says of a term besides the term itself; all may be left out. */
export const termFlags = [
  "term_id",
  "kind",
  "match",
  "views",
  "languages",
  "markets",
  "policies",
  "fields",
  "action",
  "radius",
  "valid_from",
  "valid_to",
  "owner",
  "note",
] as const;

/** The columns of a package file; only `term` must be there. */
export const packageColumns = ["term", ...termFlags] as const;

export type PackageColumn = (typeof packageColumns)[number];
