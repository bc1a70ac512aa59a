import type { GateResult } from "../../src/gate/gateChange.js";
import { printable } from "../../src/gate/printable.js";
import { sarifLog } from "./sarif.js";

const rules = {
  "gate-labels": "So many changed decisions have a label that the change can be judged.",
  "gate-recall": "Recall does not fall by more than the workspace allows.",
  "gate-fpr": "FPR does not rise by more than the workspace allows.",
  "gate-p0": "Nothing of a policy that cannot wait (P0) gets through that did not before.",
  "gate-guard": "No new or changed term hits a large share of all items.",
} as const;

/** Rules that a change of a package breaks as errors, and those that cannot tell as warnings: SARIF 2.1.0. */
export function gateToSarif({ rules: outcomes, to }: GateResult, file: string | undefined): object {
  const location =
    file === undefined
      ? { logicalLocations: [{ fullyQualifiedName: printable(to) }] }
      : {
          physicalLocation: {
            artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
            region: { startLine: 1 },
          },
        };
  return sarifLog(
    rules,
    outcomes
      .filter(({ outcome }) => outcome !== "PASS")
      .map(({ rule, outcome, sentence }) => ({
        rule: `gate-${rule}`,
        level: outcome === "FAIL" ? "error" : "warning",
        message: printable(sentence, { most: 1000 }),
        place: { locations: [location] },
      })),
  );
}
