import { arrow } from "../store/arrow.js";
import type { SiteFiles } from "./checkFiles.js";
import { problemOf } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";

/**
 * Data files that do not hold what their name says, such as the output of a loader that also logged to stdout: JSON
 * that cannot be parsed and Arrow files that cannot be read. Empty files are left to another rule.
 */
export async function checkDataContent(files: SiteFiles): Promise<Problem[]> {
  const names = files.names.filter((name) => /(^|\/)_file\/.*\.(json|arrow)$/.test(name));
  const checks = names.map(async (name) => {
    const bytes = await files.bytes(name);
    const message = bytes.length === 0 ? undefined : fault(name, bytes);
    return message === undefined ? [] : [problemOf("data-file-content", name, { line: 1, message })];
  });
  return (await Promise.all(checks)).flat();
}

function fault(name: string, bytes: Uint8Array): string | undefined {
  const isJson = name.endsWith(".json");
  if (isJson ? isJsonText(bytes) : isArrow(bytes)) return undefined;
  return `expected ${isJson ? "JSON" : "an Arrow file"}, got something else; a loader writes nothing but its data to stdout`;
}

function isJsonText(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

/** Bytes that are no Arrow read as a table without columns, or not at all. */
function isArrow(bytes: Uint8Array): boolean {
  try {
    return arrow.tableFromIPC(bytes).schema.fields.length > 0;
  } catch {
    return false;
  }
}
