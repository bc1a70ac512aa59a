import { dayMs } from "../model/duration.js";
import type { HistorySource } from "../model/lifecycle.js";

/** A term that was added to a list or taken off it. */
export type HistoryEvent = {
  /** UTC ms. */
  readonly at: number;
  /** What it was part of: a commit, a version. */
  readonly release: string;
  readonly list: string;
  readonly op: "add" | "remove";
  readonly term: string;
  /** Why, as the source words it. */
  readonly cause: string | null;
  /** Lines of the list that it stands for, ≥ 1. */
  readonly copies: number;
};

/** Additions and removals. */
export type Churn = { readonly added: number; readonly removed: number };

/** Quartiles of a length of time in days. */
export type Quartiles = readonly [low: number, median: number, high: number];

/** `month` as in `2024-01`. */
type MonthOfChurn = Churn & { readonly month: string; readonly releases: number };

export type HistorySummary = {
  readonly events: number;
  /** UTC ms of the earliest and latest event; `undefined` without events. */
  readonly span: readonly [from: number, to: number] | undefined;
  /** Releases that are no bulk, and the days between one and the next; `undefined` with fewer than two. */
  readonly releases: { readonly count: number; readonly daysBetween: Quartiles | undefined };
  /** Without bulk. */
  readonly churn: Churn;
  /** In order of the months, without bulk; months without a release are left out. */
  readonly months: readonly MonthOfChurn[];
  /** The same for bulk. */
  readonly bulkMonths: readonly MonthOfChurn[];
  /** By list, in the order of the first event, without bulk; `standing` is what it holds in the end, bulk and all:
   * distinct terms with more additions than removals. */
  readonly lists: readonly (Churn & { readonly list: string; readonly standing: number })[];
  /** Releases that throw lists back or apply them again. */
  readonly bulk: Churn & { readonly releases: number };
  /** Terms that were first watched and later put on a list that rejects, and how long that took. */
  readonly promotions: { readonly terms: number; readonly days: Quartiles | undefined };
  /** Terms that were added to a list that held them, and terms that were left on two lists by a release; without bulk. */
  readonly duplicates: { readonly sameList: number; readonly otherList: number };
};

type Release = { readonly id: string; readonly events: HistoryEvent[]; isBulk: boolean };

/**
 * What the history of a package tells: how often it changes, how much, how long terms are watched, and what stood twice.
 * A release is bulk when its cause is one of those named, or when it changes more than `bulkLargerThan` terms.
 * @param events in the order of the history, which counts where times disagree with it
 */
export function summariseHistory(events: readonly HistoryEvent[], source: HistorySource): HistorySummary {
  const releases = groupReleases(events, source);
  const ordinary = releases.filter(({ isBulk }) => !isBulk);
  const bulk = releases.filter(({ isBulk }) => isBulk);
  const counted = ordinary.flatMap((release) => release.events);
  const times = ordinary.flatMap((release) => release.events[0]?.at ?? []).toSorted(ascending);
  const gaps = times.slice(1).map((at, i) => (at - (times[i] ?? at)) / dayMs);
  const { standing, duplicates } = replayLists(releases);
  return {
    events: events.length,
    span: spanOf(events),
    releases: { count: ordinary.length, daysBetween: quartiles(gaps) },
    churn: churnOf(counted),
    months: months(ordinary),
    bulkMonths: months(bulk),
    lists: [...new Set(events.map(({ list }) => list))].map((list) => ({
      list,
      ...churnOf(counted.filter((event) => event.list === list)),
      standing: [...(standing.get(list)?.values() ?? [])].filter((copies) => copies > 0).length,
    })),
    bulk: { releases: bulk.length, ...churnOf(bulk.flatMap((release) => release.events)) },
    promotions: promotionsOf(counted, source.lists),
    duplicates,
  };
}

/** Releases by their first event. */
function groupReleases(
  events: readonly HistoryEvent[],
  { bulkCauses, bulkLargerThan }: HistorySource,
): Release[] {
  const found = new Map<string, Release>();
  for (const event of events) {
    const release = found.get(event.release) ?? { id: event.release, events: [], isBulk: false };
    release.events.push(event);
    release.isBulk ||= bulkCauses.includes(event.cause ?? "") || release.events.length > bulkLargerThan;
    found.set(event.release, release);
  }
  return [...found.values()];
}

function churnOf(events: readonly HistoryEvent[]): Churn {
  const added = events.filter(({ op }) => op === "add").length;
  return { added, removed: events.length - added };
}

function months(releases: readonly Release[]): HistorySummary["months"] {
  const found = new Map<string, Release[]>();
  for (const release of releases) {
    const month = monthOf(release.events[0]?.at ?? 0);
    const own = found.get(month) ?? [];
    found.set(month, own);
    own.push(release);
  }
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, own]) => ({
      month,
      releases: own.length,
      ...churnOf(own.flatMap(({ events }) => events)),
    }));
}

/** `2024-01` of a time in UTC ms. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** List → term → lines that hold it; after a merge a line may have come more often than it went, or the other way. */
type Standing = ReadonlyMap<string, Map<string, number>>;

/** The lists as they grow; a term is only on two lists when the whole release has left it there. */
function replayLists(releases: readonly Release[]): {
  standing: Standing;
  duplicates: HistorySummary["duplicates"];
} {
  const standing = new Map<string, Map<string, number>>();
  let [sameList, otherList] = [0, 0];
  for (const { events, isBulk } of releases) {
    for (const { list, op, term, copies } of events) {
      const terms = standing.get(list) ?? new Map<string, number>();
      standing.set(list, terms);
      const before = terms.get(term) ?? 0;
      if (op === "add" && before > 0 && !isBulk) sameList++;
      terms.set(term, before + (op === "add" ? copies : -copies));
    }
    if (isBulk) continue;
    const added = new Set(events.filter(({ op }) => op === "add").map(({ term }) => term));
    const lists = [...standing.values()];
    for (const term of added) if (lists.filter((terms) => (terms.get(term) ?? 0) > 0).length > 1) otherList++;
  }
  return { standing, duplicates: { sameList, otherList } };
}

/** From the first time that a term is watched to the first time after it that a list that rejects gets it. */
function promotionsOf(
  events: readonly HistoryEvent[],
  states: HistorySource["lists"],
): HistorySummary["promotions"] {
  const watched = new Map<string, number>();
  const promoted = new Map<string, number>();
  for (const { op, list, term, at } of events) {
    if (op !== "add") continue;
    const since = watched.get(term);
    if (states[list] === "watch" && since === undefined) watched.set(term, at);
    const isPromotion = states[list] === "reject" && since !== undefined && !promoted.has(term);
    if (isPromotion) promoted.set(term, Math.max(0, at - since) / dayMs);
  }
  return { terms: promoted.size, days: quartiles([...promoted.values()]) };
}

function spanOf(events: readonly HistoryEvent[]): HistorySummary["span"] {
  const times = events.map(({ at }) => at).toSorted(ascending);
  const [from, to] = [times.at(0), times.at(-1)];
  return from === undefined || to === undefined ? undefined : [from, to];
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Linear between the two nearest values (Hyndman and Fan 1996, type 7); `undefined` without values. */
export function quartiles(values: readonly number[]): Quartiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted(ascending);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? 0;
    return low + (place % 1) * ((sorted[Math.ceil(place)] ?? low) - low);
  };
  return [at(0.25), at(0.5), at(0.75)];
}
