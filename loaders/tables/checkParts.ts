import { DataError } from "../../src/model/dataError.js";
import type { Workspace } from "../../src/model/workspace.js";
import { crossChecks } from "./crossChecks.js";
import type { TakenOut } from "./crossChecks.js";
import { Ledger } from "./ledger.js";
import type { Excess } from "./ledger.js";
import { lastGood } from "./readSources.js";
import type { SourceParts } from "./readSources.js";
import type { StoredParts } from "./storedParts.js";

/** Sources that may stand side by side, with the rows that may not. */
export type CheckedParts = {
  readonly sources: readonly SourceParts[];
  readonly takenOut: TakenOut;
  readonly ledger: Ledger;
  /** Whether no two rows have the same key. */
  readonly isSound: boolean;
};

/** The parts of the last ingest. */
type LastParts = { readonly stored: StoredParts; readonly isSound: boolean };

/**
 * The parts after the checks across files. A source with too many rejected rows falls back on its last good parts where
 * the workspace says so, and then all is checked again.
 * @param last.isSound whether no two rows of the stored parts have the same key
 * @throws {DataError} listing what was rejected, when a source has too many rejected rows and cannot fall back
 */
export async function checkParts(
  workspace: Workspace,
  sources: readonly SourceParts[],
  last: LastParts,
): Promise<CheckedParts> {
  const parts = sources.flatMap((source) => source.parts);
  const { takenOut, rejections, isSound } = await crossChecks(parts, { keptAreSound: last.isSound });
  const ledger = new Ledger();
  for (const { index } of parts) ledger.part(index);
  for (const rejection of rejections) ledger.takeBack(rejection);
  const excesses = ledger.excesses(workspace.maxRejectedShare);
  if (excesses.length === 0) return { sources, takenOut, ledger, isSound };
  const fallen = await Promise.all(
    sources.map((source) => fallBack(workspace, source, { excesses, stored: last.stored })),
  );
  if (fallen.every((source, index) => source === sources[index]))
    throw new DataError([...ledger.rejected().issues, ...excesses.map(({ issue }) => issue)]);
  return checkParts(workspace, fallen, last);
}

async function fallBack(
  workspace: Workspace,
  source: SourceParts,
  { excesses, stored }: { excesses: readonly Excess[]; stored: StoredParts },
): Promise<SourceParts> {
  const excess = excesses.find((found) => found.source === source.opened.name);
  if (excess === undefined || source.degraded !== undefined) return source;
  const reason = excess.issue.message;
  return (await lastGood(workspace, { opened: source.opened, stored, reason })) ?? source;
}
