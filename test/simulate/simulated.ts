import { makeWorld } from "../../src/simulate/makeWorld.js";
import { onceFiles } from "../../src/simulate/onceFiles.js";
import type { IncidentSpec } from "../../src/simulate/plan.js";
import { simulateDays } from "../../src/simulate/simulateDays.js";
import { workspaceFiles } from "../../src/simulate/workspaceText.js";

export type Row = Readonly<Record<string, string>>;

/** An ad with what became of it, put together from the written files. */
export type AdRow = {
  readonly item: Row;
  readonly auto: Row;
  /** Human judgments of round 1, as often as they were logged. */
  readonly human: readonly Row[];
  readonly second: Row | undefined;
  readonly qa: Row | undefined;
  readonly ata: Row | undefined;
  readonly appeal: Row | undefined;
  readonly task: Row | undefined;
  readonly truth: Row;
  readonly isFinalReject: boolean;
};

/** The files of a simulation as text, by path. */
export function simulateFiles(spec: {
  seed: number;
  days: number;
  items: number;
  plan?: readonly IncidentSpec[];
}): Map<string, string> {
  const simulation = makeWorld({ ...spec, plan: spec.plan });
  const pieces = new Map<string, Uint8Array[]>();
  for (const { path, bytes } of simulateDays(simulation))
    pieces.set(path, [...(pieces.get(path) ?? []), bytes]);
  const files = new Map<string, string>();
  for (const [path, own] of pieces) files.set(path, Buffer.concat(own).toString());
  for (const { path, text } of [...onceFiles(simulation), ...workspaceFiles(simulation)])
    files.set(path, text);
  return files;
}

/** Rows of a file, or of all files of a folder in order of days. */
export function rowsIn(files: ReadonlyMap<string, string>, name: string): Row[] {
  const paths = [...files.keys()].filter((path) => path === name || path.startsWith(`${name}/`)).toSorted();
  return paths.flatMap((path) => plainRows(files.get(path) ?? ""));
}

/** Ten times as fast as a parser of CSV; no cell of a simulation is quoted. */
function plainRows(text: string): Row[] {
  if (text.includes('"')) throw new TypeError("Expected cells without quotes, got one with");
  const [header = "", ...lines] = text.trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) => {
    const row: Record<string, string> = {};
    for (const [index, cell] of line.split(",").entries()) row[names[index] ?? ""] = cell;
    return row;
  });
}

/** Every ad with its events, task and truth. */
export function adsIn(files: ReadonlyMap<string, string>): AdRow[] {
  const eventsOf = new Map<string, Row[]>();
  for (const event of rowsIn(files, "events")) {
    const id = event["item_id"] ?? "";
    const own = eventsOf.get(id) ?? [];
    own.push(event);
    eventsOf.set(id, own);
  }
  const taskOf = new Map(rowsIn(files, "tasks").map((task) => [task["item_id"], task]));
  const truthOf = new Map(rowsIn(files, "truth/labels").map((truth) => [truth["item_id"], truth]));
  return rowsIn(files, "items").map((item) => {
    const events = eventsOf.get(item["item_id"] ?? "") ?? [];
    const of = (stage: string): Row | undefined => events.find((event) => event["stage"] === stage);
    const human = events.filter((event) => event["stage"] === "human" && event["round"] === "1");
    const auto = of("auto") ?? {};
    return {
      item,
      auto,
      human,
      second: events.find((event) => event["round"] === "2"),
      qa: of("qa"),
      ata: of("ata"),
      appeal: of("appeal"),
      task: taskOf.get(item["item_id"]),
      truth: truthOf.get(item["item_id"]) ?? {},
      isFinalReject: [auto, ...human].some((event) => event["decision"] === "reject"),
    };
  });
}

/** The value that a share of the numbers does not exceed. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Milliseconds from one column of a row to another. */
export function msBetween(row: Row, from: string, to: string): number {
  return Date.parse(row[to] ?? "") - Date.parse(row[from] ?? "");
}
