import type { Report } from "../../model/report.js";
import { stages } from "../../model/stages.js";
import { explainMove } from "../../rca/explainMove.js";
import type { MoveAnswer } from "../../rca/explainMove.js";
import type { MoveEvent } from "../../rca/moveEvents.js";
import type { PageData } from "../pageData.js";
import type { WindowChange } from "./windowChange.js";

/** A release of the package or a version of the guideline, as readers know it. */
export type NamedEvent = MoveEvent & {
  readonly label: string;
  /** Labels of the release and the one before, where it is one and has one. */
  readonly release: { readonly from: string; readonly to: string } | undefined;
};

/** What kind of move a change is, since when it holds, and the event that fits it. */
export type ChangeMoment = Pick<MoveAnswer, "kind" | "since"> & {
  readonly event: (NamedEvent & { readonly pValue: number }) | undefined;
  /** Releases and guideline versions within both windows. */
  readonly events: number;
};

/** When and by what a change came, by the days of both windows; `undefined` where that cannot be asked. */
export function changeMoment(change: WindowChange, data: PageData): ChangeMoment | undefined {
  const { cube, metric, windows } = change;
  const stage = stages.find((name) => name === change.stage);
  if (stage === undefined) return undefined;
  const [from, to] = [windows.earlier, windows.later].map((own) => ({ first: own.from, last: own.to }));
  if (from === undefined || to === undefined) return undefined;
  const events = namedEvents(data);
  const found = explainMove({ cube, metric, stage, from, to, events });
  if (found === undefined) return undefined;
  const { kind, since, event } = found;
  const named = event === undefined ? undefined : events.find(({ id }) => id === event.id);
  const isIn = ({ atMs }: NamedEvent): boolean => {
    const day = new Date(atMs).toISOString().slice(0, 10);
    return day >= from.first && day <= to.last;
  };
  return {
    kind,
    since,
    event: named === undefined || event === undefined ? undefined : { ...named, pValue: event.pValue },
    events: events.filter(isIn).length,
  };
}

function namedEvents(data: Pick<PageData, "terms"> & { readonly report: Report }): NamedEvent[] {
  const { releases, guidelines } = data.report;
  return [
    ...releases.map(({ label, releasedAt }, at): NamedEvent => {
      const named = { id: `release ${label}`, kind: "package", atMs: releasedAt } as const;
      const release = at === 0 ? undefined : { from: releases[at - 1]?.label ?? "", to: label };
      const touched = at === 0 ? {} : { touched: labelledHits(data, at) };
      return { ...named, ...touched, label: `package release ${label}`, release };
    }),
    ...guidelines.map(({ version, effectiveFrom }): NamedEvent => {
      const label = `guideline version ${version}`;
      return { id: label, kind: "policy", atMs: effectiveFrom, label, release: undefined };
    }),
  ];
}

/** Labelled hits of the terms that a release brought, and of those that it took. */
function labelledHits({ terms }: Pick<PageData, "terms">, release: number): number {
  return terms
    .filter(({ firstRelease, lastRelease }) => firstRelease === release || lastRelease === release - 1)
    .reduce((sum, { labelled }) => sum + labelled, 0);
}
