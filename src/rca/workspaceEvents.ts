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
  readonly terms: readonly Pick<TermRow, "firstRelease" | "lastRelease" | "labelled" | "hits">[];
};

/**
 * The releases of a workspace's package, then the versions of its guideline, each in their order. O(releases × terms).
 * @param touched which hits of the terms that a release brought or took it is said to touch: all for what needs no label
 */
export function workspaceEvents(
  { report: { releases, guidelines }, terms }: Known,
  touched: "labelled" | "hits" = "labelled",
): WorkspaceEvent[] {
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
      const changed = changedIn(terms, at).reduce((sum, term) => sum + term[touched], 0);
      return { ...event, touched: changed, release };
    }),
    ...guidelines.map(({ version, effectiveFrom }): WorkspaceEvent => {
      const label = `guideline version ${version}`;
      return { id: version, kind: "policy", atMs: effectiveFrom, label, release: undefined };
    }),
  ];
}

/** The terms that a release brought, and those that it took. */
function changedIn(terms: Known["terms"], release: number): Known["terms"] {
  return terms.filter(
    ({ firstRelease, lastRelease }) => firstRelease === release || lastRelease === release - 1,
  );
}
