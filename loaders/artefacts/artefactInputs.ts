import type { Metric } from "../../src/model/metric.js";
import type { MeasuredCosts } from "../../src/model/termCost.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { ReplayedPackage } from "../replay/openReplay.js";
import type { IngestResult } from "../tables/ingest.js";

/** What the artefacts are made from. */
export type ArtefactInputs = {
  readonly workspace: Workspace;
  readonly metrics: readonly Metric[];
  readonly ingested: IngestResult;
  readonly replayed: ReplayedPackage;
  /** Says which hits there are, for the key. */
  readonly replayKey: string;
  readonly provenance: Readonly<Record<string, string>>;
  /** What terms cost, where the workspace names a file that says so. */
  readonly costs: MeasuredCosts | undefined;
};

/** Name that the artefacts have in the store's manifest; each is a partition. */
export const artefactTable = "artefact";
