import { tableNames } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { fingerprintOf } from "../sources/files.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import type { OpenedSource } from "./readSources.js";

/** What an ingest depends on, in parts that can be named when they change. */
export type IngestInputs = {
  /** Hash of the code that makes the tables. */
  readonly code: string;
  /** Hash of the part of the workspace that says how. */
  readonly settings: string;
  /** Source → file → fingerprint. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Files of frames that packages name, as far as they were read → fingerprint; left out by versions that did not read any. */
  readonly videos?: Readonly<Record<string, string>>;
};

/** What an ingest depends on, but for files of frames: which these are is known when packages are read. */
export async function ingestInputs(
  workspace: Workspace,
  sources: readonly OpenedSource[],
): Promise<IngestInputs> {
  const { asOf, timeZone, maxRejectedShare, tables, packages } = workspace;
  const columns = tableNames.map((name) =>
    Object.entries(tableColumns(workspace, name)).map(([key, { type }]) => [key, type]),
  );
  const settings = [asOf, timeZone, maxRejectedShare, workspace.sources, tables, packages, columns];
  const files = sources.map(({ name, partitions, problem }) => [
    name,
    problem === undefined
      ? Object.fromEntries(partitions.map(({ key, fingerprint }) => [key, fingerprint]))
      : { [unlisted]: problem.message },
  ]);
  return {
    code: await loadedCode(),
    settings: sha256(JSON.stringify(settings)),
    files: Object.fromEntries(files),
  };
}

/** Files of frames as they are now. */
export function videosNow(paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, fingerprintOf(path)]));
}

/** One hash over all inputs: equal keys mean equal tables. */
export function ingestKey({ code, settings, files, videos = {} }: IngestInputs): string {
  const sorted = Object.entries(files).map(([name, found]) => [name, Object.entries(found).toSorted(byName)]);
  return sha256(JSON.stringify([code, settings, sorted, Object.entries(videos).toSorted(byName)]));
}

/** Why a key differs, in words, source by source: `1 of 100 files of reviews changed`. */
export function changeOf(before: IngestInputs | undefined, now: IngestInputs): string {
  if (before === undefined) return "first ingest";
  if (before.code !== now.code) return "the code that makes tables changed";
  const changed = [
    ...Object.entries(now.files).flatMap(([name, files]) =>
      filesChange(name, before.files[name] ?? {}, files),
    ),
    ...filesChange("videos", before.videos ?? {}, now.videos ?? {}),
  ];
  if (before.settings !== now.settings) return ["workspace.yaml changed", ...changed].join("; ");
  return changed.length > 0 ? changed.join("; ") : "a stored file is missing";
}

/** Stands for the files of a source that cannot be listed. */
const unlisted = "";

type Files = IngestInputs["files"][string];

function filesChange(source: string, before: Files, now: Files): string[] {
  if (now[unlisted] !== undefined) return []; // the source is degraded, which is said elsewhere
  const all = Object.keys(now);
  const changed = all.filter((file) => before[file] !== now[file]).length;
  const removed = Object.keys(before).filter((file) => now[file] === undefined).length;
  if (changed > 0) {
    const gone = removed > 0 ? `, ${removed} removed` : "";
    return [`${changed} of ${all.length} ${all.length === 1 ? "file" : "files"} of ${source} changed${gone}`];
  }
  return removed > 0 ? [`${removed} of ${all.length + removed} files of ${source} removed`] : [];
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

const codeFolders = [
  "loaders/sources",
  "loaders/tables",
  "loaders/store",
  "loaders/engine",
  "src/model",
  "src/matcher",
];

let codeHash: Promise<string> | undefined;

/** Once a process: what runs is what was loaded, whatever is edited meanwhile. */
export function loadedCode(): Promise<string> {
  codeHash ??= hashCode(codeFolders);
  return codeHash;
}
