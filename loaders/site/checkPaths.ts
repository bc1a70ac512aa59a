import { homedir } from "node:os";
import { sep } from "node:path";
import { projectRoot } from "../store/codeHash.js";
import type { SiteFiles } from "./checkFiles.js";
import { problemOf } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";

/** Where people's own files lie on the usual systems. */
const usualFolders =
  /(?<![\w.:/-])(?:\/(?:home|Users)\/[\w.-]+\/|\/root\/[\w.-]+|[A-Z]:\\\\?Users\\|file:\/\/\/)/;

/** Files that name a folder of the machine that built them, each once: builds elsewhere would differ, and it tells of a person. */
export async function checkPaths(files: SiteFiles): Promise<Problem[]> {
  const own = [projectRoot, `${homedir()}${sep}`].filter((path) => path.length > 3);
  const checks = files.names.map(async (name) => {
    const text = Buffer.from(await files.bytes(name)).toString("latin1");
    const at = firstPath(text, own, !/\.(html|js|json|css|svg)$/.test(name));
    if (at < 0) return [];
    const line = text.slice(0, at).split("\n").length;
    const message = `expected no path of this machine, got ${/^[^\s"'<>)]*/.exec(text.slice(at))?.[0].slice(0, 80) ?? ""}`;
    return [problemOf("machine-path", name, { line, message })];
  });
  return (await Promise.all(checks)).flat();
}

/** -1 without one. Binary files may hold any bytes, so only the folders of this very machine count there. */
function firstPath(text: string, own: readonly string[], isBinary: boolean): number {
  const found = own.map((path) => text.indexOf(path)).filter((at) => at >= 0);
  const usual = isBinary ? -1 : text.search(usualFolders);
  return Math.min(...found, usual < 0 ? Infinity : usual, Infinity) === Infinity
    ? -1
    : Math.min(...found, usual < 0 ? Infinity : usual);
}
