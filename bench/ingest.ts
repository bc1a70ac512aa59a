import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFolder, prepareData } from "../loaders/artefacts/prepareData.js";
import { writeDailyWorkspace, writeDay } from "./dailyWorkspace.js";
import { runChild } from "./runChild.js";

// How much CPU the data step takes for one changed day of 100, against all of them.
// Run with `npm run bench:ingest`; each run is a process of its own. The CPU is that of all its threads from the moment
// that prepareData is called; what Node and tsx take to start and load it is the same for all and is listed apart. The day
// changes several times and the median counts, since other work on the machine comes and goes.

const size = { days: 100, judgmentsADay: 5_000 };
const limit = 0.1;
const changes = 7;

type Measured = {
  readonly startMs: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly steps: readonly string[];
};

async function prepareOnce(dir: string): Promise<void> {
  const startedAt = performance.now();
  const steps: string[] = [];
  const start = process.cpuUsage();
  let last = start;
  const onStep = ({ step, reason }: { step: string; reason: string }): void => {
    const { user, system } = process.cpuUsage(last);
    steps.push(`${step} ${((user + system) / 1e6).toFixed(2)} s (${reason})`);
    last = process.cpuUsage();
  };
  await prepareData(dir, { onStep, onProgress: () => undefined });
  const { user, system } = process.cpuUsage(start);
  const measured: Measured = {
    startMs: (start.user + start.system) / 1000,
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - startedAt,
    steps,
  };
  process.stdout.write(JSON.stringify(measured));
}

function measure(dir: string): Promise<Measured> {
  return runChild(fileURLToPath(import.meta.url), [dir]);
}

async function compare(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-bench-"));
  const built = buildFolder({ name: "bench-ingest" });
  try {
    await rm(built, { recursive: true, force: true });
    await writeDailyWorkspace(dir, size);
    const full = await measure(dir);
    const changed: Measured[] = [];
    for (let edition = 1; edition <= changes; edition++) {
      await writeDay(dir, { day: 50, posts: Math.round(size.judgmentsADay / 3), edition });
      changed.push(await measure(dir));
    }
    const unchanged = await measure(dir);
    await rm(built, { recursive: true, force: true });
    const again = await measure(dir);
    await report({ full: [full, again], changed, unchanged: [unchanged] });
  } finally {
    await rm(dir, { recursive: true, force: true });
    await rm(built, { recursive: true, force: true });
  }
}

/** Runs of each kind, in the order in which they were made. */
type Runs = Readonly<Record<"full" | "changed" | "unchanged", readonly Measured[]>>;

/** The run in the middle by its CPU; of two the lesser one. */
function middle(runs: readonly Measured[]): Measured {
  const sorted = runs.toSorted((a, b) => a.cpuMs - b.cpuMs);
  const found = sorted[(sorted.length - 1) >> 1];
  if (found === undefined) throw new TypeError("Expected a run, got none");
  return found;
}

async function report(runs: Runs): Promise<void> {
  const full = middle(runs.full);
  const share = ({ cpuMs }: Measured): number => cpuMs / full.cpuMs;
  const row = (name: string, of: readonly Measured[]): string => {
    const run = middle(of);
    const all = of.map(({ cpuMs }) => cpuMs / 1000);
    const range = `${Math.min(...all).toFixed(1)}–${Math.max(...all).toFixed(1)}`;
    return `| ${name} | ${of.length} | ${(run.cpuMs / 1000).toFixed(1)} | ${range} | ${(run.wallMs / 1000).toFixed(1)} | ${share(run).toFixed(3)} | ${run.steps.join("; ")} |`;
  };
  const [cpu] = cpus();
  const text = [
    `\n## ingest: one changed day of ${size.days}, ${size.judgmentsADay} judgments a day`,
    `\n${new Date().toISOString().slice(0, 10)}, ${cpu?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}. Medians. Goal: ratio ≤ ${limit}. Starting takes ${(full.startMs / 1000).toFixed(1)} s of CPU more.\n`,
    "| run | runs | CPU s | least and most | wall s | ratio | CPU of each step |",
    "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    row("full", runs.full),
    row("one day", runs.changed),
    row("nothing", runs.unchanged),
    "",
  ].join("\n");
  process.stdout.write(text);
  await appendFile(fileURLToPath(new URL("RESULTS.md", import.meta.url)), text);
  if (share(middle(runs.changed)) > limit) process.exitCode = 1;
}

const [dir] = process.argv.slice(2);
await (dir === undefined ? compare() : prepareOnce(dir));
