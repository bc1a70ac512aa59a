import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../src/model/dataError.js";
import { toWorkspace } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { workspaceSpec } from "../../src/model/workspaceSpec.js";
import { parseYaml } from "./parseYaml.js";

/**
 * The workspace in a folder, with all defaults.
 * @param dir folder that holds `workspace.yaml`, as the user named it; messages repeat it
 * @throws {DataError} with every issue as `dir/workspace.yaml:line:column: path: expected …, got …`
 */
export async function readWorkspace(dir: string): Promise<Workspace> {
  if (basename(dir) === "workspace.yaml") {
    const message = "expected the folder that holds workspace.yaml, got the file itself";
    throw new DataError([{ source: dir, message: `${message}; give ${dirname(dir)}` }]);
  }
  const source = join(dir, "workspace.yaml");
  return toWorkspace(parseYaml(await readText(source), { source, schema: workspaceSpec }), dir);
}

async function readText(source: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(source));
  } catch (error) {
    const message =
      error instanceof TypeError ? "expected UTF-8 text, got other bytes" : "expected a file, got none";
    throw new DataError([{ source, message }]);
  }
}
