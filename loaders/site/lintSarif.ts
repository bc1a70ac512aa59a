import type { LintFinding } from "../../src/lint/finding.js";
import { lintRules } from "../../src/lint/finding.js";
import { sha256 } from "../store/codeHash.js";
import { sarifLog } from "./sarif.js";

/** Findings of lint as SARIF 2.1.0; files as they were named, relative to the folder that the command ran in. */
export function lintToSarif(findings: readonly LintFinding[]): object {
  const rules = Object.fromEntries(Object.entries(lintRules).map(([rule, [, text]]) => [rule, text]));
  return sarifLog(
    rules,
    findings.map((found) => ({
      rule: found.rule,
      level: found.severity,
      message: `${found.message}; ${found.remedy}`,
      place: placeOf(found),
    })),
  );
}

function placeOf({ file, line, column, rule, termId }: LintFinding): object {
  const uri = file.split("/").map(encodeURIComponent).join("/");
  const region = { startLine: line, ...(column === undefined ? {} : { startColumn: column }) };
  const logical = termId === null ? {} : { logicalLocations: [{ fullyQualifiedName: termId }] };
  return {
    locations: [{ physicalLocation: { artifactLocation: { uri }, region }, ...logical }],
    partialFingerprints: { finding: sha256(JSON.stringify([file, rule, termId ?? line])) },
  };
}
