import type { TermRow } from "../model/artefact.js";
import type { Report } from "../model/report.js";
import type { MoveEvent } from "./moveEvents.js";

/** A release of the package or a version of the guideline; its id is the label of the one, the version of the other. */
export type WorkspaceEvent = MoveEvent & {
  /** As readers know it. */
  readonly label: string;
  /** Labels of the release and the one before, where it is one and has one. */
  readonly release: { readonly from: string; readonly to: string } | undefined;
};

type Known = {
  readonly report: Pick<Report, "releases" | "guidelines">;
  readonly terms: readonly Pick<TermRow, "firstRelease" | "lastRelease" | "labelled">[];
};

/** The releases of a workspace's package, then the versions of its guideline, each in their order. O(releases × terms). */
export function workspaceEvents({ report: { releases, guidelines }, terms }: Known): WorkspaceEvent[] {
  return [
    ...releases.map(({ label, releasedAt }, at): WorkspaceEvent => {
      const event = {
        id: label,
        kind: "package",
        atMs: releasedAt,
        label: `package release ${label}`,
      } as const;
      if (at === 0) return { ...event, release: undefined };
      const release = { from: releases[at - 1]?.label ?? "", to: label };
      return { ...event, touched: labelledHits(terms, at), release };
    }),
    ...guidelines.map(({ version, effectiveFrom }): WorkspaceEvent => {
      const label = `guideline version ${version}`;
      return { id: version, kind: "policy", atMs: effectiveFrom, label, release: undefined };
    }),
  ];
}

/** Labelled hits of the terms that a release brought, and of those that it took. */
function labelledHits(terms: Known["terms"], release: number): number {
  return terms
    .filter(({ firstRelease, lastRelease }) => firstRelease === release || lastRelease === release - 1)
    .reduce((sum, { labelled }) => sum + labelled, 0);
}
