import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFolder, prepareData } from "../loaders/artefacts/prepareData.js";
import { writeDailyWorkspace, writeDay } from "./dailyWorkspace.js";
import { runChild } from "./runChild.js";

// How much CPU the data step takes for one changed day of 100, against all of them.
// Run with `npm run bench:ingest`; each run is a process of its own. The CPU is that of all its threads from the moment
// that prepareData is called; what Node and tsx take to start and load it is the same for all and is listed apart.

const size = { days: 100, judgmentsADay: 5_000 };
const limit = 0.1;

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
    await writeDay(dir, { day: 50, posts: Math.round(size.judgmentsADay / 3), edition: 1 });
    const changed = await measure(dir);
    const unchanged = await measure(dir);
    await report({ full, changed, unchanged });
  } finally {
    await rm(dir, { recursive: true, force: true });
    await rm(built, { recursive: true, force: true });
  }
}

async function report(runs: Readonly<Record<"full" | "changed" | "unchanged", Measured>>): Promise<void> {
  const share = ({ cpuMs }: Measured): string => (cpuMs / runs.full.cpuMs).toFixed(3);
  const row = (name: string, run: Measured): string =>
    `| ${name} | ${(run.cpuMs / 1000).toFixed(1)} | ${(run.wallMs / 1000).toFixed(1)} | ${share(run)} | ${run.steps.join("; ")} |`;
  const [cpu] = cpus();
  const text = [
    `\n## ingest: one changed day of ${size.days}, ${size.judgmentsADay} judgments a day`,
    `\n${new Date().toISOString().slice(0, 10)}, ${cpu?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}. Goal: ratio ≤ ${limit}. Starting takes ${(runs.full.startMs / 1000).toFixed(1)} s of CPU more.\n`,
    "| run | CPU s | wall s | ratio | CPU of each step |",
    "| --- | ---: | ---: | ---: | --- |",
    row("full", runs.full),
    row("one day", runs.changed),
    row("nothing", runs.unchanged),
    "",
  ].join("\n");
  process.stdout.write(text);
  await appendFile(fileURLToPath(new URL("RESULTS.md", import.meta.url)), text);
  if (runs.changed.cpuMs > runs.full.cpuMs * limit) process.exitCode = 1;
}

const [dir] = process.argv.slice(2);
await (dir === undefined ? compare() : prepareOnce(dir));
