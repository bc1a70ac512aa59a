import { anyMoment, id, moment, text, whole } from "./column.js";
import type { Columns, Row } from "./column.js";

/**
 * One released version of a package. `label` is unique within the package; `snapshot_id` is the hash of the content,
 * so that two releases of equal content share it. `terms` counts distinct terms.
 */
export const packageSnapshotColumns = {
  package_id: id,
  label: id,
  snapshot_id: id,
  released_at: moment,
  terms: whole,
} as const satisfies Columns;

export type PackageSnapshot = Row<typeof packageSnapshotColumns>;

/** A term of a snapshot. Lists (views, languages, markets, policies, fields) are joined by `;`, empty = all. */
export const termColumns = {
  snapshot_id: id,
  term_id: id,
  term: id,
  kind: id,
  match: id,
  views: text,
  languages: text,
  markets: text,
  policies: text,
  fields: text,
  action: text,
  valid_from: anyMoment,
  valid_to: anyMoment,
  owner: text,
  note: text,
} as const satisfies Columns;
