import { join } from "node:path";
import type { Workspace } from "../../src/model/workspace.js";
import { csvSource } from "./csv.js";
import { ndjsonSource } from "./ndjson.js";
import { parquetSource } from "./parquet.js";
import type { Source } from "./source.js";

/** The source that a workspace declares under a name. */
export function openSource(workspace: Workspace, name: string): Source {
  const declared = workspace.sources[name];
  if (declared === undefined)
    throw new TypeError(`Expected \`name\` to be a source of the workspace, got \`${name}\``);
  const options = { path: join(workspace.dir, declared.path), schema: declared.columns };
  return formats[declared.format](options);
}

const formats = { csv: csvSource, ndjson: ndjsonSource, parquet: parquetSource } as const;
