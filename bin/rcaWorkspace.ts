import type { WorkspaceMove } from "../loaders/artefacts/workspaceMove.js";
import { DataError } from "../src/model/dataError.js";
import { explainMove } from "../src/rca/explainMove.js";
import { formatMove, toMoveJson } from "../src/rca/formatMove.js";
import { formatMoves, toMovesJson } from "../src/rca/formatMoves.js";
import type { NamedMove } from "../src/rca/formatMoves.js";
import { rankMoves } from "../src/rca/rankMoves.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { writeAll } from "./runCommand.js";

export type WorkspaceOptions = {
  readonly workspace: string;
  readonly metric: string | undefined;
  readonly stage: string | undefined;
  readonly at: string | undefined;
  readonly days: number;
  readonly by: readonly string[] | undefined;
  readonly events: string | undefined;
  readonly json: boolean;
};

/** Prints what moved a metric of a workspace, or which of several moved and why, and tells the kind of the first. */
export async function printMove(options: WorkspaceOptions, effects: Effects): Promise<string> {
  const progress = progressLine(effects.stderr);
  const moves = await readMoves(options, effects, progress.show);
  const answers = moves.flatMap((move) => {
    progress.show(`looking through the slices of ${move.metric.id}`);
    return answerOf(move);
  });
  progress.clear();
  const [first] = answers;
  if (first === undefined)
    throw new DataError([{ source: "--at", message: "expected labels in both windows, got none in one" }]);
  const { json, metric } = options;
  if (answers.length === 1 && metric !== undefined) {
    const { found, labels } = first;
    await writeAll(effects.stdout, json ? toMoveJson(found) : formatMove(found, labels));
    return found.kind;
  }
  const ranked = rankMoves(answers);
  await writeAll(effects.stdout, json ? toMovesJson(ranked) : formatMoves(ranked));
  return ranked[0]?.found.kind ?? "no-evidence";
}

async function readMoves(
  options: WorkspaceOptions,
  effects: Effects,
  onProgress: (text: string) => void,
): Promise<WorkspaceMove[]> {
  const { prepareData } = await import("../loaders/artefacts/prepareData.js"); // only this form pays for loading it
  const { openArtefacts } = await import("../loaders/artefacts/openArtefacts.js");
  const { withLog } = await import("../loaders/artefacts/openLog.js");
  const { workspaceMoves } = await import("../loaders/artefacts/workspaceMove.js");
  const { requireItems } = await import("../loaders/artefacts/requireItems.js");
  const { readEvents } = await import("../loaders/tables/readEvents.js");
  const events = options.events === undefined ? [] : await readEvents(userPath(effects, options.events));
  const prepared = await prepareData(userPath(effects, options.workspace), {
    onStep: () => undefined,
    onProgress,
  });
  const data = await openArtefacts(prepared);
  requireItems(userPath(effects, options.workspace), data.report.items.total, "to look for causes in");
  onProgress("reading the log");
  return withLog(prepared, (log) => workspaceMoves(data, log, { ...options, events }));
}

/** None where a window has no units. */
function answerOf({ move, metric }: WorkspaceMove): NamedMove[] {
  const found = explainMove(move);
  if (found === undefined) return [];
  const { stage, from, to } = move;
  const labels = {
    metric: `${metric.label}, ${stage}`,
    windows: `${from.first} to ${from.last} against ${to.first} to ${to.last}`,
    numerator: metric.numeratorLabel,
    denominator: metric.denominatorLabel,
  };
  return [{ metric: metric.id, stage, labels, found }];
}
