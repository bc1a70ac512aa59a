import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { DataError, quote } from "../../src/model/dataError.js";
import { compileRules } from "../../src/matcher/rules/compileRules.js";
import { didYouMean } from "../../src/model/nearest.js";
import type { Metric } from "../../src/model/metric.js";
import type { Workspace } from "../../src/model/workspace.js";
import { chooseExecutor } from "../replay/chooseExecutor.js";
import type { ReplayedPackage } from "../replay/openReplay.js";
import { replayPackages } from "../replay/replayPackages.js";
import type { Replay } from "../replay/replayPackages.js";
import { hashCode, projectRoot, sha256 } from "../store/codeHash.js";
import { shownFolder } from "./shownFolder.js";
import type { StoreEntry } from "../store/manifest.js";
import { withLock } from "../store/lock.js";
import { openStore } from "../store/store.js";
import type { Store } from "../store/store.js";
import { ingest } from "../tables/ingest.js";
import type { IngestResult } from "../tables/ingest.js";
import { readCosts } from "../tables/readCosts.js";
import { readMetrics } from "../tables/readMetrics.js";
import { readWorkspace } from "../tables/readWorkspace.js";
import { prepareArtefacts } from "./prepareArtefacts.js";
import { sourceAlerts } from "./sourceAlerts.js";

/** A step of a build: whether it did something, and why or why not. */
export type Step = { readonly step: string; readonly ran: boolean; readonly reason: string };

/** Told of steps that ended and of what goes on meanwhile. */
export type Progress = { readonly onStep: (step: Step) => void; readonly onProgress: (text: string) => void };

export type PreparedData = {
  readonly workspace: Workspace;
  readonly store: Store;
  /** The files that pages read; each entry's `partition` is the file's name. */
  readonly artefacts: readonly StoreEntry[];
  /** Releases and terms as ingested. */
  readonly ingested: Pick<IngestResult, "snapshots" | "terms">;
  readonly replayed: ReplayedPackage;
  readonly rejected: IngestResult["rejected"];
  /** Sources that are too old or were kept from an earlier build, a sentence each. */
  readonly alerts: readonly string[];
};

/** The folder that holds everything a build of this workspace makes. */
export function buildFolder(workspace: Pick<Workspace, "name">): string {
  return join(projectRoot, ".riskbook", workspace.name);
}

/**
 * The data of a workspace, from its files to what pages read: ingest, replay, artefacts. Each step is taken from the
 * store when nothing that it depends on changed. Waits while another process works on the same workspace.
 * @throws {DataError} when the workspace or its data cannot be used
 */
export async function prepareData(
  dir: string,
  progress: Progress,
  { force = false } = {},
): Promise<PreparedData> {
  const workspace = await readWorkspace(dir);
  const options = { whenBusy: "wait", onNotice: progress.onProgress } as const;
  return withLock(buildFolder(workspace), () => prepareLocked(workspace, progress, { force }), options);
}

async function prepareLocked(
  workspace: Workspace,
  progress: Progress,
  { force }: { force: boolean },
): Promise<PreparedData> {
  const metrics = withTargets(await readMetrics(workspace.dir), workspace);
  const { store, ingested, replay } = await replayWorkspace(workspace, progress, { force });
  const inputs = {
    workspace,
    metrics,
    ingested,
    replayed: replay.open(),
    replayKey: replay.key,
    provenance: await provenanceOf(workspace, ingested, replay.key),
    costs: workspace.costs === undefined ? undefined : await readCosts(join(workspace.dir, workspace.costs)),
  };
  const artefacts = await prepareArtefacts(store, inputs, force);
  progress.onStep({ step: "artefacts", ran: artefacts.ran, reason: artefacts.reason });
  return {
    workspace,
    store,
    artefacts: artefacts.entries,
    ingested,
    replayed: inputs.replayed,
    rejected: ingested.rejected,
    alerts: sourceAlerts(ingested),
  };
}

export type IngestedWorkspace = { readonly store: Store; readonly ingested: IngestResult };

type ReplayedWorkspace = IngestedWorkspace & { readonly replay: Replay };

/** The tables of a workspace and its releases replayed over them: `prepareData` without pages, under the same lock. */
async function replayWorkspace(
  workspace: Workspace,
  progress: Progress,
  { force = false } = {},
): Promise<ReplayedWorkspace> {
  const opened = await ingestWorkspace(workspace, progress, { force });
  return { ...opened, replay: await replayReleases(opened, progress, { force }) };
}

/** The tables of a workspace and its releases, which are checked. */
export async function ingestWorkspace(
  workspace: Workspace,
  { onStep, onProgress }: Progress,
  { force = false } = {},
): Promise<IngestedWorkspace> {
  const store = await openStore(join(buildFolder(workspace), "store"), { force });
  await store.sweep();

  const ingested = await ingest(workspace, store, { force, onProgress });
  onStep({ step: "ingest", ran: ingested.ran, reason: ingested.reason });
  checkCompared(ingested, workspace);
  checkRules(ingested, workspace);
  return { store, ingested: onePackage(ingested, workspace) };
}

/** The releases replayed over the items. */
export async function replayReleases(
  { store, ingested }: IngestedWorkspace,
  { onStep, onProgress }: Progress,
  { force = false } = {},
): Promise<Replay> {
  const replay = await replayPackages(
    ingested,
    { store, openExecutor: chooseExecutor },
    {
      force,
      onProgress: (done, all) => onProgress(`replayed ${done} of ${all} partitions`),
    },
  );
  onStep({ step: "replay", ran: replay.ran, reason: replay.reason });
  return replay;
}

/** Pages speak of one package; several in one workspace would be mixed up in silence. */
function onePackage(ingested: IngestResult, workspace: Workspace): IngestResult {
  const ids = Object.keys(workspace.packages);
  if (ids.length <= 1) return ingested;
  const message = `expected at most one package, got ${ids.length} (${ids.join(", ")}); give each its own workspace`;
  throw new DataError([{ source: `${workspace.dir}/workspace.yaml`, column: "packages", message }]);
}

/** The labels of releases are known only after the ingest. */
function checkCompared({ snapshots }: IngestResult, { packages, dir }: Workspace): void {
  const labels = snapshots.map(({ label }) => label);
  const issues = Object.entries(packages).flatMap(([name, { compare }]) =>
    Object.entries(compare ?? {})
      .filter(([, label]) => !labels.includes(label))
      .map(([key, label]) => ({
        source: `${dir}/workspace.yaml`,
        column: `packages.${name}.compare.${key}`,
        message: `expected a release of ${labels.join(", ")}, got ${quote(label)}${didYouMean(label, labels)}`,
      })),
  );
  if (issues.length > 0) throw new DataError(issues);
}

/** Rules name other terms of their release, so that they can be judged only when all are known. */
function checkRules({ snapshots, terms }: IngestResult, { dir }: Workspace): void {
  const issues = snapshots.flatMap(({ label, snapshot_id: id }) => {
    const list = terms.get(id) ?? [];
    return compileRules(list).refused.map(({ term, column, message }) => ({
      source: `${dir}: release ${label}`,
      column: `term ${list[term]?.termId ?? ""}`,
      message: `character ${column}: ${message}`,
    }));
  });
  if (issues.length > 0) throw new DataError(issues);
}

function withTargets(metrics: readonly Metric[], { targets, maturesAfter, dir }: Workspace): Metric[] {
  const ids = metrics.map(({ id }) => id);
  const unknown = Object.keys(targets).filter((id) => !ids.includes(id));
  if (unknown.length > 0) {
    const issues = unknown.map((id) => ({
      source: `${dir}/workspace.yaml`,
      column: `metrics.targets.${id}`,
      message: `expected a metric of ${ids.join(", ")}, got ${quote(id)}${didYouMean(id, ids)}`,
    }));
    throw new DataError(issues);
  }
  return metrics.map((metric) => ({
    ...(maturesAfter === undefined ? {} : { maturesAfter }),
    ...metric,
    ...(targets[metric.id] === undefined ? {} : { target: targets[metric.id] }),
  }));
}

async function provenanceOf(
  workspace: Workspace,
  ingested: IngestResult,
  replayKey: string,
): Promise<Record<string, string>> {
  const tables = Object.values(ingested.tables).flatMap((entries) => entries.map(({ rowsHash }) => rowsHash));
  const { version }: { version: string } = JSON.parse(
    await readFile(join(projectRoot, "package.json"), "utf8"),
  );
  return {
    data: sha256(JSON.stringify(tables)),
    replay: replayKey,
    matcher: await hashCode(["src/matcher"]),
    riskbook: version,
    lock: sha256(await readFile(join(projectRoot, "package-lock.json"), "utf8")),
    rebuild: `npx riskbook build --workspace ${shownFolder(workspace)}`,
  };
}
