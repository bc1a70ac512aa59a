import type { SourceParts } from "./readSources.js";

/** A source that could not be used as it is now and stands as it was. */
export type DegradedSource = {
  readonly source: string;
  readonly reason: string;
  /** `asOf` of its last good ingest, UTC ms. */
  readonly since: number;
};

/** Source → `asOf` of the last ingest that it was good in, UTC ms. */
export type GoodTimes = Readonly<Record<string, number>>;

export function degradedSources(
  sources: readonly SourceParts[],
  before: GoodTimes,
  asOf: number,
): DegradedSource[] {
  return sources.flatMap(({ opened: { name }, degraded }) =>
    degraded === undefined ? [] : [{ source: name, reason: degraded, since: before[name] ?? asOf }],
  );
}

export function goodTimes(sources: readonly SourceParts[], before: GoodTimes, asOf: number): GoodTimes {
  return Object.fromEntries(
    sources.map(({ opened: { name }, degraded }) => [
      name,
      degraded === undefined ? asOf : (before[name] ?? asOf),
    ]),
  );
}
