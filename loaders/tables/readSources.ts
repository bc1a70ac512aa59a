import { DataError } from "../../src/model/dataError.js";
import { tableNames } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { fingerprintOf } from "../sources/files.js";
import { openSource } from "../sources/openSource.js";
import type { Partition, Source } from "../sources/source.js";
import { sha256 } from "../store/codeHash.js";
import { loadedCode } from "./ingestKey.js";
import type { Part } from "./part.js";
import type { StoredParts } from "./storedParts.js";

/** A source with its partitions listed, or with why they cannot be. */
export type OpenedSource = {
  readonly name: string;
  readonly source: Source;
  readonly partitions: readonly Partition[];
  readonly problem: DataError | undefined;
  /** Hash of how the workspace reads it. */
  readonly layout: string;
};

/** What a source came to. */
export type SourceParts = {
  readonly opened: OpenedSource;
  readonly parts: readonly Part[];
  /** Files that were read now. */
  readonly read: number;
  /** Why the parts are those of the last good ingest. */
  readonly degraded: string | undefined;
};

export async function openSources(workspace: Workspace): Promise<OpenedSource[]> {
  return Promise.all(
    Object.keys(workspace.sources).map(async (name) => {
      const source = openSource(workspace, name);
      const layout = layoutOf(workspace, name);
      try {
        return { name, source, layout, partitions: await source.partitions(), problem: undefined };
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        const problem = workspace.sources[name]?.isOptional === true ? undefined : error;
        return { name, source, layout, partitions: [], problem };
      }
    }),
  );
}

export type ReadOptions = {
  readonly stored: StoredParts;
  /** Read every file, whatever is stored. */
  readonly force: boolean;
  readonly onProgress: (step: string) => void;
};

/**
 * The parts of every source that fills a table or a package, in the order of the workspace. A file that is stored as it
 * is now is not read. A source that cannot be read keeps its last good parts where the workspace says so.
 * @throws {DataError} when a source cannot be read and may not, or cannot, fall back
 */
export async function readSources(
  workspace: Workspace,
  sources: readonly OpenedSource[],
  options: ReadOptions,
): Promise<SourceParts[]> {
  const used = usedSources(workspace);
  const found: SourceParts[] = [];
  for (const opened of sources) {
    if (opened.problem !== undefined && !used.has(opened.name)) throw opened.problem;
    if (used.has(opened.name)) found.push(await readSource(workspace, opened, options));
  }
  return found;
}

async function readSource(
  workspace: Workspace,
  opened: OpenedSource,
  { stored, force, onProgress }: ReadOptions,
): Promise<SourceParts> {
  try {
    if (opened.problem !== undefined) throw opened.problem;
    const parts: Part[] = [];
    let read = 0;
    for (const partition of opened.partitions) {
      const file = {
        source: opened.name,
        file: partition.key,
        layout: opened.layout,
        key: await partKey(opened, partition),
      };
      const kept = force ? undefined : await stored.find(file.key);
      const isSame = kept !== undefined && holdsFor(kept, workspace.asOf);
      if (isSame) {
        parts.push(kept);
        continue;
      }
      onProgress(`reading ${opened.name}: ${partition.key}`);
      const { readPart } = await import("./readPart.js"); // loaded only when there is something to read
      parts.push(await readPart(opened.source, file, workspace));
      read++;
    }
    return { opened, parts, read, degraded: undefined };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const last = await lastGood(workspace, { opened, stored, reason: error.message });
    if (last === undefined) throw error;
    return last;
  }
}

/** The parts of the last good ingest, if the source may fall back on them and there are any. */
export async function lastGood(
  workspace: Workspace,
  { opened, stored, reason }: { opened: OpenedSource; stored: StoredParts; reason: string },
): Promise<SourceParts | undefined> {
  if (workspace.sources[opened.name]?.onError !== "keepLast") return undefined;
  const parts = await stored.ofSource(opened.name, opened.layout);
  return parts === undefined ? undefined : { opened, parts, read: 0, degraded: reason };
}

/**
 * What was in time then is in time at any later moment, unless a row was refused because it was not. Files of frames that
 * it names must be as they were.
 */
function holdsFor({ index }: Part, asOf: number): boolean {
  const isInTime = index.asOf === asOf || (index.asOf < asOf && !index.refusedFuture);
  const videos = Object.values(index.snapshots).flatMap((snapshot) => Object.entries(snapshot.videos ?? {}));
  return isInTime && videos.every(([path, fingerprint]) => fingerprintOf(path) === fingerprint);
}

async function partKey({ name, layout }: OpenedSource, { key, fingerprint }: Partition): Promise<string> {
  return sha256(JSON.stringify([await loadedCode(), layout, name, key, fingerprint]));
}

function layoutOf(workspace: Workspace, source: string): string {
  const { format, columns } = workspace.sources[source] ?? {};
  const mappings = tableNames.map((name) => {
    const own = workspace.tables[name].filter(({ from }) => from === source);
    const types = Object.entries(tableColumns(workspace, name)).map(([column, { type }]) => [column, type]);
    return own.length === 0 ? [] : [name, types, own];
  });
  const used = Object.entries(workspace.packages).filter(([, { from }]) => from === source);
  const packages = used.map(([id, { label, releasedAt, zone, columns: named, constants, values }]) => [
    id,
    label,
    releasedAt,
    zone,
    named,
    constants,
    values,
  ]);
  return sha256(
    JSON.stringify([format, Object.entries(columns ?? {}), mappings, packages, workspace.timeZone]),
  );
}

function usedSources(workspace: Workspace): Set<string> {
  const mappings = tableNames.flatMap((name) => workspace.tables[name]);
  return new Set([...mappings, ...Object.values(workspace.packages)].map(({ from }) => from));
}
