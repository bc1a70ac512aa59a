import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../store/codeHash.js";
import { checkRules } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";

/** The form in which code hosts take results of checks: SARIF 2.1.0, one run, every rule described. */
export function toSarif(problems: readonly Problem[]): object {
  const ids = Object.keys(checkRules);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "riskbook",
            version: version(),
            rules: Object.entries(checkRules).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        originalUriBaseIds: { SITE: { description: { text: "The folder of the site." } } },
        results: problems.map((problem) => ({
          ruleId: problem.rule,
          ruleIndex: ids.indexOf(problem.rule),
          level: problem.level,
          message: { text: problem.message },
          ...locations(problem),
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
