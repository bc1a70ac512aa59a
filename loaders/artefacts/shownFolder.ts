import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Workspace } from "../../src/model/workspace.js";
import { projectRoot } from "../store/codeHash.js";

/** The workspace's folder as seen from the project, with forward slashes; of one that lies elsewhere only the name is told. */
export function shownFolder({ dir, name }: Pick<Workspace, "dir" | "name">): string {
  const path = relative(projectRoot, resolve(dir));
  return path.startsWith("..") || isAbsolute(path) ? `path/to/${name}` : path.split(sep).join("/");
}
