import { gateDecisions, gatePackages } from "../../src/gate/gateChange.js";
import type { GateResult } from "../../src/gate/gateChange.js";
import type { ReplayedOn } from "../../src/replay/traffic.js";
import { openTraffic } from "./openTraffic.js";

type Pair = { readonly from: string; readonly to: string };

/** What is to be compared: packages as `openTraffic` names them, or two files of decisions. */
export type GateInput = { readonly packages: Pair } | { readonly decisions: Pair };

/**
 * Whether the second may stand in the place of the first, by the rules of the workspace.
 * @throws {DataError} when the workspace, a package or a file of decisions cannot be used
 */
export async function gateWorkspace(
  dir: string,
  input: GateInput,
  onProgress: (text: string) => void,
): Promise<{ result: GateResult; warnings: readonly string[] }> {
  return "packages" in input
    ? gateOfPackages(dir, input.packages, onProgress)
    : gateOfDecisions(dir, input.decisions, onProgress);
}

async function gateOfPackages(
  dir: string,
  { from: first, to: second }: Pair,
  onProgress: (text: string) => void,
): Promise<{ result: GateResult; warnings: readonly string[] }> {
  const opened = await openTraffic(dir, { packages: [first, second], onProgress });
  const { workspace, items, p0 } = opened;
  const [from, to] = opened.packages;
  if (from === undefined || to === undefined) throw new TypeError("Expected two packages, got fewer");
  onProgress("comparing");
  const result = gatePackages(items, { from, to }, { limits: workspace.gate, p0 });
  return { result, warnings: [...opened.warnings, ...notReplayed([from, to])] };
}

function notReplayed(packages: readonly ReplayedOn[]): string[] {
  return packages.flatMap(({ label, terms }) => {
    const count = terms.filter(({ kind }) => kind === "image" || kind === "video").length;
    return count === 0 ? [] : [`${label}: ${count} images and videos are not replayed`];
  });
}

async function gateOfDecisions(
  dir: string,
  names: Pair,
  onProgress: (text: string) => void,
): Promise<{ result: GateResult; warnings: readonly string[] }> {
  const { compareDecisions } = await import("./compareDecisions.js"); // packages do without
  const { readDecisions } = await import("./readDecisions.js");
  const { workspace, items, p0 } = await openTraffic(dir, { packages: [], onProgress });
  const open = async (name: string) => ({ name, decisions: await readDecisions(name, workspace) });
  const [from, to] = [await open(names.from), await open(names.to)];
  const { compared, warnings } = compareDecisions(items, { from, to });
  return { result: gateDecisions(compared, names, { limits: workspace.gate, p0 }), warnings };
}
