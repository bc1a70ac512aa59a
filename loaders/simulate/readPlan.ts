import { readFile } from "node:fs/promises";
import { DataError } from "../../src/model/dataError.js";
import { planSchema } from "../../src/simulate/plan.js";
import type { IncidentSpec } from "../../src/simulate/plan.js";
import { parseYaml } from "../tables/parseYaml.js";

/**
 * The incidents in a plan file.
 * @param days length of the simulation; incidents begin in it
 * @throws {DataError} with every issue as `plan.yaml:line:column: path: expected …, got …`
 */
export async function readPlan(path: string, days: number): Promise<IncidentSpec[]> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new DataError([{ source: path, message: "expected a file, got none" }]);
  });
  return parseYaml(text, { source: path, schema: planSchema(days) });
}
