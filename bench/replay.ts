import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEngine } from "../loaders/engine/duckdb.js";
import { chooseExecutor } from "../loaders/replay/chooseExecutor.js";
import type { Executor } from "../loaders/replay/executor.js";
import { replayPackages } from "../loaders/replay/replayPackages.js";
import type { Replay } from "../loaders/replay/replayPackages.js";
import type { ExecutorMaker } from "../loaders/replay/scanMissing.js";
import { threadExecutor } from "../loaders/replay/workerThreads.js";
import { sha256 } from "../loaders/store/codeHash.js";
import type { StoreEntry } from "../loaders/store/manifest.js";
import { openStore } from "../loaders/store/store.js";
import type { Store } from "../loaders/store/store.js";
import { termHashOf } from "../loaders/tables/readPackage.js";
import { termIdOf } from "../src/matcher/term.js";
import type { Term } from "../src/matcher/term.js";
import { itemColumns } from "../src/model/tables/item.js";
import { busyThreads } from "./busyThreads.js";
import { brownWords, recordsOf } from "./matcher/texts.js";
import { termList } from "./matcher/termLists.js";
import { runChild } from "./runChild.js";

// What a change of 50 terms in a package of 100,000 costs over a million stored records, against a replay of all terms;
// and two worker threads against one. Run with `npm run bench:replay`; each run is a process of its own and begins with
// the same store. The kinds of run take turns, and of each the median is given, since other work on the machine comes and
// goes. The hits of the change are compared row by row with those of a full replay before anything is said.

const size = { partitions: 100, recordsEach: 10_000, terms: 100_000, changed: 50 };
const goals = { delta: 1 / 14, threads: 1.7 };
const rounds = 5;

type Timed = {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** From the first result to the last: what the scans take while all threads run; 0 with fewer than two. */
  readonly scanMs: number;
  /** A hash of the whole hit table. */
  readonly hits: string;
};

function termOf(text: string): Term {
  const all = { languages: [], markets: [], policies: [], fields: [] };
  const open = { action: null, validFrom: null, validTo: null, owner: null, note: null };
  const termId = termIdOf([], text);
  return { termId, term: text, kind: "word", match: "word", views: ["canonical"], ...all, ...open };
}

async function putItems(store: Store, texts: readonly string[]): Promise<StoreEntry[]> {
  const engine = await openEngine();
  const entries: StoreEntry[] = [];
  const names = Object.keys(itemColumns);
  for (let part = 0; part < size.partitions; part++) {
    const own = texts.slice(part * size.recordsEach, (part + 1) * size.recordsEach);
    const rows = own.map((text, index) =>
      names.map((name) => (name === "item_id" ? `${part}-${index}` : name === "text" ? text : null)),
    );
    const item = {
      table: "item",
      partition: `part=${part}`,
      rows: own.length,
      rowsHash: sha256(own.join("\n")),
    };
    entries.push(
      await store.put({ ...item, extension: "parquet" }, (path) =>
        engine.writeParquet(path, { columns: itemColumns, rows }),
      ),
    );
  }
  engine.close();
  await store.commit({ version: 1, tables: { item: { key: "bench", entries } } });
  return entries;
}

const executors: Readonly<Record<string, ExecutorMaker>> = {
  one: () => watched(threadExecutor({ workers: 1 })),
  two: () => watched(threadExecutor({ workers: 2 })),
  anew: () => threadExecutor({ workers: 2 }), // and nothing of the store is used
  chosen: chooseExecutor,
};

let firstResultAt = 0;
let lastResultAt = 0;

function watched(executor: Executor): Executor {
  return {
    async *run(tasks) {
      for await (const result of executor.run(tasks)) {
        lastResultAt = performance.now();
        firstResultAt ||= lastResultAt;
        yield result;
      }
    },
    close: () => executor.close(),
  };
}

async function replayStore(store: Store, termsFile: string, executor: string): Promise<Replay> {
  const lines = (await readFile(termsFile, "utf8")).split("\n").filter((line) => line !== "");
  const terms = lines.map(termOf);
  for (const term of terms) termHashOf(term); // an ingest has done so before
  const items = store.manifest().tables["item"]?.entries ?? [];
  const snapshot = { package_id: "p", snapshot_id: "s", label: "now", released_at: 0, terms: terms.length };
  const ingested = { tables: { item: items }, snapshots: [snapshot], terms: new Map([["s", terms]]) };
  startedAt = performance.now();
  startedCpu = process.cpuUsage();
  const openExecutor = executors[executor] ?? chooseExecutor;
  return replayPackages(ingested, { store, openExecutor }, { force: executor === "anew" });
}

let startedAt = 0;
let startedCpu = process.cpuUsage();

/** What a process of its own does: one replay, timed; and a hash of what can then be read. */
async function replayOnce(dir: string, termsFile: string, executor: string): Promise<void> {
  const replay = await replayStore(await openStore(dir), termsFile, executor);
  const { user, system } = process.cpuUsage(startedCpu);
  const wallMs = performance.now() - startedAt;
  const { partitions, readHits } = replay.open();
  const tables = [];
  for (const { partition } of partitions) {
    const { table } = await readHits(partition);
    tables.push(sha256(Object.values(table).map(String).join("\n")));
  }
  const scanMs = lastResultAt - firstResultAt;
  const timed: Timed = { wallMs, scanMs, cpuMs: (user + system) / 1000, hits: sha256(tables.join("\n")) };
  process.stdout.write(JSON.stringify(timed));
}

function timed(dir: string, termsFile: string, executor: string): Promise<Timed> {
  return runChild(fileURLToPath(import.meta.url), [dir, termsFile, executor]);
}

/** Runs of each kind, in the order in which they were made. */
type Runs = Readonly<Record<"texts" | "anew" | "single" | "full" | "delta", readonly Timed[]>>;

async function compare(): Promise<void> {
  const words = brownWords();
  const texts = recordsOf(words, size.partitions * size.recordsEach);
  const list = termList(words, size.terms + size.changed, 3);
  const dir = await mkdtemp(join(tmpdir(), "riskbook-bench-"));
  const before = join(dir, "before");
  const after = join(dir, "after");
  const none = join(dir, "none");
  const storeDir = join(dir, "store");
  try {
    await writeFile(before, list.slice(0, size.terms).join("\n"));
    await writeFile(after, list.slice(size.changed).join("\n")); // the first ones go, as many come
    await writeFile(none, "");
    await putItems(await openStore(storeDir), texts);
    const normalised = await timed(storeDir, none, "one"); // stores the texts and their index
    const runs: Record<"single" | "full" | "delta", Timed[]> = { single: [], full: [], delta: [] };
    const busy: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await dropHits(storeDir);
      runs.single.push(await timed(storeDir, before, "one"));
      await dropHits(storeDir);
      busy.push(await busyThreads());
      runs.full.push(await timed(storeDir, before, "two"));
      runs.delta.push(await timed(storeDir, after, "chosen"));
    }
    const fresh = await timed(storeDir, after, "anew");
    const bytes = texts.reduce((sum, text) => sum + text.length, 0);
    const isEqual = runs.delta.every(({ hits }) => hits === fresh.hits);
    await report({ texts: [normalised], anew: [fresh], ...runs }, { isEqual, bytes, busy });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function dropHits(storeDir: string): Promise<void> {
  const store = await openStore(storeDir);
  const { hits: _, ...tables } = store.manifest().tables;
  await store.commit({ version: 1, tables });
}

function medianOf(runs: readonly Timed[], name: "cpuMs" | "wallMs" | "scanMs"): number {
  return runs.map((run) => run[name]).toSorted((a, b) => a - b)[runs.length >> 1] ?? 0;
}

type Facts = {
  readonly isEqual: boolean;
  readonly bytes: number;
  /** Each round's `busyThreads`. */ readonly busy: readonly number[];
};

async function report(runs: Runs, { isEqual, bytes, busy }: Facts): Promise<void> {
  const row = (name: string, kind: keyof Runs): string => {
    const [cpu, wall] = [medianOf(runs[kind], "cpuMs"), medianOf(runs[kind], "wallMs")];
    const walls = runs[kind].map(({ wallMs }) => wallMs / 1000);
    const range = `${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)}`;
    return `| ${name} | ${runs[kind].length} | ${(cpu / 1000).toFixed(2)} | ${(wall / 1000).toFixed(2)} | ${range} |`;
  };
  const shareOf = (kind: keyof Runs): string =>
    `1/${(medianOf(runs[kind], "cpuMs") / medianOf(runs.delta, "cpuMs")).toFixed(1)}`;
  const gain = (name: "wallMs" | "scanMs"): string =>
    (medianOf(runs.single, name) / medianOf(runs.full, name)).toFixed(2);
  const [cpu] = cpus();
  const text = [
    `\n## replay: ${size.changed} of ${size.terms} terms changed, ${size.partitions * size.recordsEach} stored records (${Math.round(bytes / 1e6)} MB)`,
    `\n${new Date().toISOString().slice(0, 10)}, ${cpu?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}. Medians of runs that took turns. The hits of the change ${isEqual ? "equal" : "DIFFER FROM"} those of a full replay, row by row.\n`,
    "| run | runs | CPU s | wall s | least and most wall s |",
    "| --- | ---: | ---: | ---: | ---: |",
    row("a full replay, two threads: texts, index, all terms", "anew"),
    row("of this, texts made canonical and indexed", "texts"),
    row("all terms on stored texts, one thread", "single"),
    row("all terms on stored texts, two threads", "full"),
    row("the change on stored texts", "delta"),
    "",
    `The change costs ${shareOf("anew")} of the CPU of a full replay (goal 1/${1 / goals.delta}), and ${shareOf("full")} of the scan over stored texts for all terms with two threads, ${shareOf("single")} with one; two threads scan ${gain("scanMs")} times as fast as one (goal ${goals.threads}; from the first result to the last), and the whole replay, terms compiled, takes ${gain("wallMs")} times as long with one (two busy loops at once were ${busy.map((ratio) => ratio.toFixed(2)).join(", ")} times as fast as one after the other in these minutes).`,
    "",
  ].join("\n");
  process.stdout.write(text);
  if (!isEqual) process.exitCode = 1;
  if (process.argv.includes("--dry-run")) return;
  await appendFile(fileURLToPath(new URL("RESULTS.md", import.meta.url)), text);
}

const [storeDir, termsFile = "", executor = ""] = process.argv.slice(2);
await (storeDir === undefined || storeDir.startsWith("--")
  ? compare()
  : replayOnce(storeDir, termsFile, executor));
