import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { DataError } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { metricSchema } from "../../src/model/metric.js";
import type { Metric } from "../../src/model/metric.js";
import { parseYaml } from "./parseYaml.js";

const builtin = fileURLToPath(new URL("../../src/metrics/builtin.yaml", import.meta.url));

/**
 * The built-in metrics, then those of a workspace's `metrics/*.yaml` by file name, each file in its own order.
 * Without a folder, or without `metrics` in it, only the built-in ones.
 * @param dir the workspace's folder, as the user named it; messages repeat it
 * @throws {DataError} with every issue of every file as `file:line:column: id.key: expected …, got …`; an id that is
 *   already taken is an issue
 */
export async function readMetrics(dir?: string): Promise<Metric[]> {
  const files = [builtin, ...(dir === undefined ? [] : await metricFiles(join(dir, "metrics")))];
  const metrics: Metric[] = [];
  const issues: DataIssue[] = [];
  for (const file of files) {
    try {
      const source = file === builtin ? basename(file) : file;
      metrics.push(...parseMetrics(await readFile(file, "utf8"), { source, taken: metrics }));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw new DataError(issues);
  return metrics;
}

/**
 * The metrics that one YAML text defines, in its order.
 * @param taken metrics whose ids it may not use again
 * @throws {DataError} with every issue of the text
 */
export function parseMetrics(
  text: string,
  { source, taken = [] }: { source: string; taken?: readonly Metric[] },
): Metric[] {
  const id = v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9_]*$/, "expected an id of lower-case letters, digits and underscores"),
    v.notValues(
      taken.map((metric) => metric.id),
      "expected an id that no other metric has",
    ),
  );
  const parsed = parseYaml(text, { source, schema: v.record(id, metricSchema) });
  return Object.entries(parsed).map(([key, metric]) => ({ id: key, ...metric }));
}

async function metricFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => join(folder, name));
}
