import type { GateResult } from "../../src/gate/gateChange.js";
import type { RuleOutcome } from "../../src/gate/gateRules.js";
import { printable } from "../../src/gate/printable.js";
import type { Place } from "../tables/readPackage.js";
import { sarifLog } from "./sarif.js";

const rules = {
  "gate-coverage": "Both files of decisions decide so many of the items that the change can be judged.",
  "gate-labels": "So many changed decisions have a label that the change can be judged.",
  "gate-recall": "Recall does not fall by more than the workspace allows.",
  "gate-fpr": "FPR does not rise by more than the workspace allows.",
  "gate-p0": "Nothing of a policy that cannot wait (P0) gets through that did not before.",
  "gate-guard": "No new or changed term hits a large share of all items.",
} as const;

/**
 * Rules that a change of a package breaks as errors, and those that cannot tell as warnings: SARIF 2.1.0. Each is placed
 * at the row of the first term that is behind it, or at the first line where none of them stands in the file.
 * @param options the file that is judged, if it is one, and where its terms stand, by their ids
 */
export function gateToSarif(
  result: GateResult,
  { file, places = new Map() }: { file: string | undefined; places?: ReadonlyMap<string, Place> | undefined },
): object {
  return sarifLog(
    rules,
    result.rules
      .filter(({ outcome }) => outcome !== "PASS")
      .map((outcome) => ({
        rule: `gate-${outcome.rule}`,
        level: outcome.outcome === "FAIL" ? "error" : "warning",
        message: printable(outcome.sentence, { most: 1000 }),
        place: { locations: [locationOf(result, { file, place: placeOf(outcome, result, places) })] },
      })),
  );
}

/** Of the term that the rule names, else of the one behind most changed decisions. */
function placeOf(
  { termIds }: RuleOutcome,
  { terms }: GateResult,
  places: ReadonlyMap<string, Place>,
): Place | undefined {
  const behind = terms.responsible.filter(({ side }) => side === "to").map(({ termId }) => termId);
  const found = (termIds ?? behind).find((termId) => places.has(termId));
  return found === undefined ? undefined : places.get(found);
}

function locationOf(
  { to }: GateResult,
  { file, place }: { file: string | undefined; place: Place | undefined },
): object {
  if (file === undefined) return { logicalLocations: [{ fullyQualifiedName: printable(to) }] };
  const uri = (place?.source ?? file).split("/").map(encodeURIComponent).join("/");
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: place?.line ?? 1 } } };
}
