import { tableNames } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import type { OpenedSource } from "./readTables.js";

/** What an ingest depends on, in parts that can be named when they change. */
export type IngestInputs = {
  /** Hash of the code that makes the tables. */
  readonly code: string;
  /** Hash of the part of the workspace that says how. */
  readonly settings: string;
  /** File → fingerprint. */
  readonly files: Readonly<Record<string, string>>;
};

export async function ingestInputs(
  workspace: Workspace,
  sources: readonly OpenedSource[],
): Promise<IngestInputs> {
  const { asOf, timeZone, maxRejectedShare, tables, packages } = workspace;
  const columns = tableNames.map((name) =>
    Object.entries(tableColumns(workspace, name)).map(([key, { type }]) => [key, type]),
  );
  const settings = [asOf, timeZone, maxRejectedShare, workspace.sources, tables, packages, columns];
  const files = sources.flatMap(({ name, partitions }) =>
    partitions.map(({ key, fingerprint }): [string, string] => [`${name}: ${key}`, fingerprint]),
  );
  return {
    code: await loadedCode(),
    settings: sha256(JSON.stringify(settings)),
    files: Object.fromEntries(files),
  };
}

/** One hash over all inputs: equal keys mean equal tables. */
export function ingestKey(inputs: IngestInputs): string {
  return sha256(
    JSON.stringify([
      inputs.code,
      inputs.settings,
      Object.entries(inputs.files).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
}

/** Why a key differs, in words. */
export function changeOf(before: IngestInputs | undefined, now: IngestInputs): string {
  if (before === undefined) return "first ingest";
  const names = [...new Set([...Object.keys(before.files), ...Object.keys(now.files)])];
  const changed = names.filter((name) => before.files[name] !== now.files[name]);
  if (changed.length > 0)
    return `changed: ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? ", …" : ""}`;
  if (before.settings !== now.settings) return "workspace.yaml changed";
  return before.code === now.code ? "a stored file is missing" : "the code that makes tables changed";
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
function loadedCode(): Promise<string> {
  codeHash ??= hashCode(codeFolders);
  return codeHash;
}
