import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../store/codeHash.js";
import { checkRules } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";

/** The form in which code hosts take results of checks: SARIF 2.1.0, one run, every rule described. */
export function toSarif(problems: readonly Problem[]): object {
  return sarifLog(
    checkRules,
    problems.map((problem) => ({ ...problem, place: locations(problem) })),
  );
}

/** One result: the rule that found it, how bad it is, and where. */
type SarifResult = {
  readonly rule: string;
  readonly level: "error" | "warning" | "note";
  readonly message: string;
  /** Further keys of the result. */
  readonly place: object;
};

/** Results of some rules, each with a sentence that describes it; places are relative to the site. */
export function sarifLog(rules: Readonly<Record<string, string>>, results: readonly SarifResult[]): object {
  const ids = Object.keys(rules);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "riskbook",
            version: version(),
            rules: Object.entries(rules).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        originalUriBaseIds: { SITE: { description: { text: "The folder of the site." } } },
        results: results.map(({ rule, level, message, place }) => ({
          ruleId: rule,
          ruleIndex: ids.indexOf(rule),
          level,
          message: { text: message },
          ...place,
        })),
      },
    ],
  };
}

/** A problem of the site as a whole has no place. */
function locations({ file, line }: Problem): object {
  if (file === "") return {};
  const artifactLocation = { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "SITE" };
  const region = line === undefined ? {} : { region: { startLine: line } };
  return { locations: [{ physicalLocation: { artifactLocation, ...region } }] };
}

function version(): string {
  const { version: found }: { version: string } = JSON.parse(
    readFileSync(join(projectRoot, "package.json"), "utf8"),
  );
  return found;
}
