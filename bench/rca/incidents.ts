import { readFileSync } from "node:fs";
import { readWindows } from "../../loaders/tables/cubeWindows.js";
import { changeCube } from "../../src/rca/changeCube.js";
import type { ChangeCube, Slice } from "../../src/rca/changeCube.js";
import type { PeriodRow } from "../../src/rca/periodNoise.js";

/** A real incident: the minute it struck against the four minutes before, and the slices that it struck. */
export type RcaIncident = {
  readonly cube: ChangeCube;
  readonly history: readonly PeriodRow[];
  readonly truth: readonly string[];
};

type Truth = {
  readonly case: string;
  readonly timestamp: number;
  readonly cause: Record<string, string | number> | Record<string, string | number>[];
};

const measures = ["min", "value", "cnt"];

/** The incidents of a folder with `cases/*.csv` and `ground_truth.json`, in its order, with all their dimensions. */
export async function readIncidents(folder: string): Promise<RcaIncident[]> {
  const truths: Truth[] = JSON.parse(readFileSync(`${folder}ground_truth.json`, "utf8"));
  return Promise.all(truths.map((truth) => readIncident(folder, truth)));
}

async function readIncident(folder: string, { case: name, timestamp, cause }: Truth): Promise<RcaIncident> {
  const path = `${folder}cases/${name}`;
  const header = readFileSync(path, "utf8").split(/\r?\n/, 1)[0] ?? "";
  const dimensions = header.split(",").filter((column) => !measures.includes(column));
  const source = { cube: path, time: "min", at: String(timestamp), before: 4 };
  const windows = await readWindows(source, { count: "value", total: "cnt", dimensions });
  const causes = Array.isArray(cause) ? cause : [cause];
  return { cube: changeCube(dimensions, windows), history: windows.from, truth: causes.map(sliceName) };
}

/** The same for slices with the same values, in any order. */
export function sliceName(slice: Slice | Record<string, string | number>): string {
  return Object.entries(slice)
    .map(([dimension, value]) => `${dimension}=${value}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join(" ");
}
