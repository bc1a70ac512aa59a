import { explainMove } from "../src/rca/explainMove.js";
import { formatMove, toMoveJson } from "../src/rca/formatMove.js";
import { DataError } from "../src/model/dataError.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { writeAll } from "./runCommand.js";

export type WorkspaceOptions = {
  readonly workspace: string;
  readonly metric: string;
  readonly stage: string;
  readonly at: string | undefined;
  readonly days: number;
  readonly by: readonly string[] | undefined;
  readonly events: string | undefined;
  readonly json: boolean;
};

/** Prints what moved a metric of a workspace, and tells the kind. */
export async function printMove(options: WorkspaceOptions, effects: Effects): Promise<string> {
  const { prepareData } = await import("../loaders/artefacts/prepareData.js"); // only this form pays for loading it
  const { openArtefacts } = await import("../loaders/artefacts/openArtefacts.js");
  const { workspaceMove } = await import("../loaders/artefacts/workspaceMove.js");
  const { readEvents } = await import("../loaders/tables/readEvents.js");
  const events = options.events === undefined ? [] : await readEvents(userPath(effects, options.events));
  const progress = progressLine(effects.stderr);
  const prepared = await prepareData(userPath(effects, options.workspace), {
    onStep: () => undefined,
    onProgress: progress.show,
  });
  const { move, metric } = workspaceMove(await openArtefacts(prepared), { ...options, events });
  progress.show("looking through the slices");
  const found = explainMove(move);
  progress.clear();
  if (found === undefined)
    throw new DataError([{ source: "--at", message: "expected labels in both windows, got none in one" }]);
  const labels = {
    metric: `${metric.label}, ${options.stage}`,
    windows: `${move.from.first} to ${move.from.last} against ${move.to.first} to ${move.to.last}`,
    numerator: metric.numeratorLabel,
    denominator: metric.denominatorLabel,
  };
  await writeAll(effects.stdout, options.json ? toMoveJson(found) : formatMove(found, labels));
  return found.kind;
}
