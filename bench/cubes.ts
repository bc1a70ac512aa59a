import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ArtefactInputs } from "../loaders/artefacts/artefactInputs.js";
import { makeArtefacts } from "../loaders/artefacts/makeArtefacts.js";
import { emptyHits } from "../loaders/replay/hitTable.js";
import type { ReplayedPackage } from "../loaders/replay/openReplay.js";
import type { StoreEntry } from "../loaders/store/manifest.js";
import { openStore } from "../loaders/store/store.js";
import { readMetrics } from "../loaders/tables/readMetrics.js";
import { readWorkspace } from "../loaders/tables/readWorkspace.js";
import { days, eventsAnItem, writeReviews } from "./cubes/writeReviews.js";
import { runChild } from "./runChild.js";

// What all cubes of a million review events cost, and with `--ten` of ten million: from the stored tables to every file
// that pages read, without a package. Run with `npm run bench:cubes`; what is measured is a process of its own.

const sizes = [
  { events: 1_000_000, cpuSeconds: 10, gigabytes: 1.5 },
  ...(process.argv.includes("--ten") ? [{ events: 10_000_000, cpuSeconds: 60, gigabytes: undefined }] : []),
];

const yaml = `name: bench-cubes
title: Simulated reviews
asOf: 2024-06-01T00:00:00Z
sources: {items: {format: csv, path: items.csv, columns: [item_id]}}
tables: {item: [{from: items, columns: {item_id: item_id}}]}
`;

type Measured = {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakKb: number;
  readonly cells: number;
};

async function makeOnce(dir: string): Promise<void> {
  const store = await openStore(join(dir, "store"));
  const inputs = await inputsOf(dir, store.manifest().tables);
  const [startedAt, started] = [performance.now(), process.cpuUsage()];
  const { files } = await makeArtefacts(store, inputs, { codeHash: "bench", force: true });
  const { user, system } = process.cpuUsage(started);
  const cells = files["review.arrow"].byteLength + files["reviewDaily.arrow"].byteLength;
  const measured: Measured = {
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - startedAt,
    peakKb: process.resourceUsage().maxRSS,
    cells,
  };
  process.stdout.write(JSON.stringify(measured));
}

async function inputsOf(
  dir: string,
  stored: Readonly<Record<string, { readonly entries: readonly StoreEntry[] }>>,
): Promise<ArtefactInputs> {
  const items = stored["item"]?.entries ?? [];
  return {
    workspace: await readWorkspace(dir),
    metrics: await readMetrics(dir),
    ingested: {
      tables: { item: items, review_event: stored["review_event"]?.entries ?? [] },
      snapshots: [],
      terms: new Map(),
      rejected: { count: 0, issues: [] },
      counts: [],
      freshness: [],
      degraded: [],
      ran: true,
      reason: "",
    },
    replayed: noPackage(items),
    replayKey: "",
    provenance: {},
    costs: undefined,
  };
}

/** A replay of no package: it knows the items and nothing that hits them. */
function noPackage(items: readonly StoreEntry[]): ReplayedPackage {
  const idsOf = (partition: string): string[] => {
    const day = items.findIndex((item) => item.partition === partition);
    return Array.from({ length: items[day]?.rows ?? 0 }, (_, index) => `i${day + index * days}`);
  };
  const hits = { table: emptyHits(), hitsOf: () => ({ items: [], terms: [] }) };
  return {
    terms: [],
    releases: [],
    partitions: items.map(({ partition }) => ({ partition, key: "none" })),
    hashedItems: { image: 0, video: 0 },
    readHits: (partition) => Promise.resolve({ itemIds: idsOf(partition), ...hits }),
  };
}

async function measure(events: number): Promise<Measured> {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-bench-"));
  try {
    await writeFile(join(dir, "workspace.yaml"), yaml);
    await writeReviews(join(dir, "store"), Math.round(events / eventsAnItem));
    return await runChild<Measured>(fileURLToPath(import.meta.url), [dir]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function compare(): Promise<void> {
  const rows: string[] = [];
  for (const { events, cpuSeconds, gigabytes } of sizes) {
    const { cpuMs, wallMs, peakKb, cells } = await measure(events);
    const goal = `${cpuSeconds} s${gigabytes === undefined ? "" : `, ${gigabytes} GB`}`;
    rows.push(
      `| ${events.toLocaleString("en")} | ${(cpuMs / 1000).toFixed(1)} | ${(wallMs / 1000).toFixed(1)} | ${(peakKb / 2 ** 20).toFixed(2)} | ${goal} | ${Math.round(cells / 1000)} |`,
    );
    if (cpuMs > cpuSeconds * 1000) process.exitCode = 1;
  }
  const [cpu] = cpus();
  const text = [
    "\n## cubes: all artefacts of review events, from stored tables",
    `\n${new Date().toISOString().slice(0, 10)}, ${cpu?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}. Four stages, 5 languages × 8 markets × 12 policies, 5,000 advertisers, ${days} days.\n`,
    "| events | CPU s | wall s | peak GB | goal | kB of cubes |",
    "| ---: | ---: | ---: | ---: | --- | ---: |",
    ...rows,
    "",
  ].join("\n");
  process.stdout.write(text);
  if (!process.argv.includes("--dry-run"))
    await appendFile(fileURLToPath(new URL("RESULTS.md", import.meta.url)), text);
}

const [dir] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
await (dir === undefined ? compare() : makeOnce(dir));
