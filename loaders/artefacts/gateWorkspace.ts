import { gateDecisions, gatePackages } from "../../src/gate/gateChange.js";
import type { GateResult } from "../../src/gate/gateChange.js";
import { openTraffic } from "./openTraffic.js";
import type { OpenedTraffic } from "./openTraffic.js";
import { requireItems } from "./requireItems.js";
import { unseenTerms } from "./unseenTerms.js";

type Asked = Pair & { readonly labelRequest: string | undefined };

type Pair = { readonly from: string; readonly to: string };

/** What is to be compared: packages as `openTraffic` names them, or two files of decisions. */
export type GateInput = ({ readonly packages: Pair } | { readonly decisions: Pair }) & {
  /** The file that the items to label are written to, for the advice. */
  readonly labelRequest?: string | undefined;
};

/**
 * Whether the second may stand in the place of the first, by the rules of the workspace.
 * @throws {DataError} when the workspace, a package or a file of decisions cannot be used, or there are no items
 */
export async function gateWorkspace(
  dir: string,
  input: GateInput,
  onProgress: (text: string) => void,
): Promise<{ result: GateResult; warnings: readonly string[] }> {
  const { labelRequest } = input;
  return "packages" in input
    ? gateOfPackages(dir, { labelRequest, ...input.packages }, onProgress)
    : gateOfDecisions(dir, { labelRequest, ...input.decisions }, onProgress);
}

async function gateOfPackages(
  dir: string,
  { from: first, to: second, labelRequest }: Asked,
  onProgress: (text: string) => void,
): Promise<{ result: GateResult; warnings: readonly string[] }> {
  const opened = await openTraffic(dir, { packages: [first, second], onProgress });
  const { workspace, items, p0 } = opened;
  requireItems(workspace.dir, items.truths.length, "to judge the change on");
  const [from, to] = opened.packages;
  if (from === undefined || to === undefined) throw new TypeError("Expected two packages, got fewer");
  onProgress("comparing");
  const result = gatePackages(items, { from, to }, { limits: workspace.gate, p0, labelRequest });
  return { result, warnings: [...opened.warnings, ...notReplayed(opened)] };
}

function notReplayed({ packages, hashedItems }: Pick<OpenedTraffic, "packages" | "hashedItems">): string[] {
  return packages.flatMap(({ label, terms }) =>
    unseenTerms(terms, hashedItems).map((sentence) => `${label}: ${sentence}`),
  );
}

async function gateOfDecisions(
  dir: string,
  { labelRequest, ...names }: Asked,
  onProgress: (text: string) => void,
): Promise<{ result: GateResult; warnings: readonly string[] }> {
  const { compareDecisions } = await import("./compareDecisions.js"); // packages do without
  const { readDecisions } = await import("./readDecisions.js");
  const { workspace, items, p0 } = await openTraffic(dir, { packages: [], onProgress });
  requireItems(workspace.dir, items.truths.length, "to judge the change on");
  const open = async (name: string) => ({ name, decisions: await readDecisions(name, workspace) });
  const [from, to] = [await open(names.from), await open(names.to)];
  const { compared, undecided, warnings } = compareDecisions(items, { from, to });
  return {
    result: gateDecisions(compared, { ...names, undecided }, { limits: workspace.gate, p0, labelRequest }),
    warnings,
  };
}
