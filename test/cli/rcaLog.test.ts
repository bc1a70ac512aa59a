import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  auditedCube,
  autoCube,
  finalCube,
  labelledCube,
  paceCube,
  readLog,
  selectedCube,
} from "../../bench/rca/logCubes.js";
import { runRca } from "../../bin/rca.js";
import { withLog } from "../../loaders/artefacts/openLog.js";
import type { LogSource } from "../../loaders/artefacts/openLog.js";
import { buildFolder, prepareData } from "../../loaders/artefacts/prepareData.js";
import type { Cube } from "../../src/model/cube.js";
import type { IncidentSpec } from "../../src/simulate/plan.js";
import { simulateFiles } from "../simulate/simulated.js";
import { truthsIn } from "../simulate/strike.js";
import type { Truth } from "../simulate/strike.js";
import { runIn } from "./streams.js";

type Simulated = {
  readonly files: ReadonlyMap<string, string>;
  readonly truth: Truth;
  readonly days: number;
};

let folder = "";
const made = new Map<string, Simulated>();

/** A workspace of 600 ads a day whose incident begins halfway. */
function simulate(
  name: string,
  { days, plan }: { days: number; plan: Omit<IncidentSpec, "day" | "days"> },
): void {
  const spec = { seed: 3, days, items: 600 * days, plan: [{ ...plan, day: days / 2, days: days / 2 }] };
  const files = simulateFiles(spec);
  for (const [path, text] of files) {
    const file = join(folder, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, path === "workspace.yaml" ? text.replace("ads-simulated", name) : text);
  }
  const [truth] = truthsIn(files);
  if (truth !== undefined) made.set(name, { files, truth, days });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "riskbook-rca-log-"));
  simulate("rca-broad-term", { days: 20, plan: { kind: "broad-term", language: "de" } });
  simulate("rca-sampling-change", { days: 16, plan: { kind: "sampling-change" } });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const name of made.keys()) rmSync(buildFolder({ name }), { recursive: true, force: true });
});

type Found = {
  readonly metric: string;
  readonly kind: string;
  readonly slice: object;
  readonly isMove: boolean;
} & {
  readonly event: { readonly id: string; readonly kind: string } | null;
};

async function moved(name: string): Promise<Found[]> {
  const { days = 0 } = made.get(name) ?? {};
  const events = join(name, "release-events.csv");
  const args = ["--workspace", name, "--window", String(days / 2), "--events", events, "--json"];
  const { stdout } = await runIn(folder, runRca, { args });
  const { moves }: { moves: Found[] } = JSON.parse(stdout);
  return moves.filter(({ isMove }) => isMove);
}

test("rca --workspace finds a broad term in what the log says, with no metric named", async () => {
  const found = (await moved("rca-broad-term")).find(({ metric }) => metric === "auto_rejections");
  const released = made.get("rca-broad-term")?.truth.from.slice(0, 10);
  expect(found).toMatchObject({ kind: "cause", slice: { language: "de" }, event: { id: released } });
});

test("rca --workspace says first that the sampling changed, with the release of the design", async () => {
  const [first] = await moved("rca-sampling-change");
  const { cause } = made.get("rca-sampling-change")?.truth ?? {};
  expect(first).toMatchObject({ kind: "sampling-change", event: { id: cause, kind: "sampling" } });
});

const dimensions = ["day", "language", "market", "policy", "queue", "tier"];

/** The sums of some measures by day and the dimensions of items. */
function sumsOf({ cells, measures }: Cube, wanted: readonly string[]): Record<string, number[]> {
  const sums = new Map<string, number[]>();
  for (const cell of cells) {
    const key = dimensions.map((name) => cell.slice[name] ?? "").join();
    const sum = sums.get(key) ?? wanted.map(() => 0);
    sums.set(
      key,
      sum.map((own, at) => own + (cell.sums[measures.indexOf(wanted[at] ?? "")] ?? 0)),
    );
  }
  return Object.fromEntries([...sums].filter(([, own]) => own.some((value) => value > 0)));
}

const cubes: [source: LogSource, of: (log: ReturnType<typeof readLog>) => Cube, measures: string[]][] = [
  [{ view: "auto" }, (log) => autoCube(log).cube, ["approve", "reject"]],
  [{ view: "final" }, (log) => finalCube(log).cube, ["approve", "reject"]],
  [{ view: "humanPace" }, (log) => paceCube(log).cube, ["slow", "quick"]],
  [{ view: "humanSelected" }, (log) => selectedCube(log).cube, ["approve", "reject_same", "reject_other"]],
  [{ view: "audited" }, (log) => auditedCube(log).cube, ["qa_confirmed", "qa_overturned"]],
  [{ labelled: "auto" }, (log) => labelledCube(log, "auto").cube, ["tp", "fp", "fn", "tn"]],
];
test("withLog(prepared) counts the log as plain code does, with cohorts and versions beside", async () => {
  const log = readLog(made.get("rca-broad-term")?.files ?? new Map());
  const prepared = await prepareData(join(folder, "rca-broad-term"), {
    onStep: () => undefined,
    onProgress: () => undefined,
  });
  const all = { first: "2025-01-01", last: "2025-12-31" };
  await withLog(prepared, async ({ cubeOf, dimensionsOf }) => {
    for (const [source, of, measures] of cubes) {
      const found = await cubeOf(source, all);
      expect(sumsOf(found, measures), JSON.stringify(source)).toEqual(sumsOf(of(log), measures));
    }
    const ofItems = ["language", "market", "policy", "queue", "tier"];
    expect(dimensionsOf({ view: "auto" })).toEqual([...ofItems, "package"]);
    expect(dimensionsOf({ view: "humanPace" })).toEqual([...ofItems, "cohort"]);
    const { cells, advertisers } = await cubeOf({ view: "auto" }, all);
    const released = cells
      .filter(({ slice }) => slice["package"] === "2025-01-13")
      .map(({ slice }) => slice["day"]);
    expect(new Set(released)).toEqual(new Set(["2025-01-13", "2025-01-14", "2025-01-15", "2025-01-16"]));
    expect(advertisers?.[0]?.sums.reduce((a, b) => a + b)).toBe(12_000);
  });
});
