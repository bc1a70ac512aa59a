import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { runGate } from "../bin/gate.js";
import { buildFolder } from "../loaders/artefacts/prepareData.js";
import { safeCsv } from "../src/model/safeCsv.js";
import { brownWords, recordsOf } from "./matcher/texts.js";
import { termList } from "./matcher/termLists.js";
import { runChild } from "./runChild.js";

// What the gate of a package file costs in which 50 of 100,000 terms are others than in the release, over a million stored
// items, after the first gate, which ingests and replays. Each run is a process of its own and its CPU time is that of all
// its threads, modules included. Run with `node --import tsx bench/gate.ts`.

const size = { days: 100, itemsEach: 10_000, terms: 100_000, changed: 50, labelledEvery: 50 };
const goalSeconds = 5;
const rounds = 3;

type Timed = { readonly cpuMs: number; readonly wallMs: number; readonly changed: number };

const workspaceText = (name: string): string => `name: ${name}
title: Gate
asOf: 2024-06-01T00:00:00Z
sources:
  posts: {format: csv, path: posts/*.csv, columns: [id, text, lang, rule, made]}
  gold: {format: csv, path: gold.csv, columns: [id, post, verdict]}
  words: {format: csv, path: words/*.csv, columns: [term, lang, released]}
tables:
  item:
    - from: posts
      columns: {item_id: id, text: text, language: lang, policy_id: rule, created_at: made}
  review_event:
    - from: gold
      columns: {event_id: id, item_id: post, decision: verdict}
      constants: {stage: gold}
packages:
  words: {from: words, releasedAt: released, columns: {term: term, languages: lang}}
`;

async function writeWorkspace(dir: string): Promise<void> {
  const words = brownWords();
  const texts = recordsOf(words, size.days * size.itemsEach);
  const terms = termList(words, size.terms + size.changed, 3);
  for (const folder of ["posts", "words"]) await mkdir(join(dir, folder));
  const gold = [["id", "post", "verdict"]];
  for (let day = 0; day < size.days; day++) {
    const made = new Date(Date.UTC(2024, 1, 1 + day)).toISOString();
    const rows = [["id", "text", "lang", "rule", "made"]];
    for (let n = 0; n < size.itemsEach; n++) {
      const item = day * size.itemsEach + n;
      rows.push([`p${item}`, texts[item] ?? "", item % 3 === 0 ? "de" : "en", `rule-${item % 7}`, made]);
      if (item % size.labelledEvery === 0)
        gold.push([`g${item}`, `p${item}`, item % 3 === 0 ? "reject" : "approve"]);
    }
    await writeFile(join(dir, `posts/${made.slice(0, 10)}.csv`), safeCsv(rows));
  }
  await writeFile(join(dir, "gold.csv"), safeCsv(gold));
  await writeFile(join(dir, "words/r1.csv"), packageText(terms.slice(0, size.terms)));
  await writeFile(join(dir, "edited.csv"), packageText(terms.slice(size.changed))); // the first go, as many come
  await writeFile(join(dir, "workspace.yaml"), workspaceText(basename(dir).toLowerCase()));
}

function packageText(terms: readonly string[]): string {
  return safeCsv([["term", "lang", "released"], ...terms.map((term) => [term, "", "2024-01-01T00:00:00Z"])]);
}

/** What a process of its own does: one gate, timed from the start of the process. */
async function gateOnce(dir: string): Promise<void> {
  const chunks: Buffer[] = [];
  const stdout = new Writable({
    write: (chunk: Buffer, _, done) => (chunks.push(Buffer.from(chunk)), done()),
  });
  const effects = { stdin: process.stdin, stdout, stderr: process.stderr, env: {}, cwd: dir };
  const args = ["--workspace", dir, "--from", "newest", "--to", join(dir, "edited.csv"), "--json"];
  await runGate(args, { ...effects, setExitCode: () => undefined });
  const { metrics }: { metrics: { changed: number } } = JSON.parse(Buffer.concat(chunks).toString());
  const { user, system } = process.cpuUsage();
  const timed: Timed = {
    cpuMs: (user + system) / 1000,
    wallMs: performance.now(),
    changed: metrics.changed,
  };
  process.stdout.write(JSON.stringify(timed));
}

async function bench(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "riskbook-gate-"));
  const gate = (): Promise<Timed> => runChild(fileURLToPath(import.meta.url), [dir]);
  try {
    await writeWorkspace(dir);
    const first = await gate();
    const runs: Timed[] = [];
    for (let round = 0; round < rounds; round++) runs.push(await gate());
    await report(first, runs);
  } finally {
    await rm(buildFolder({ name: basename(dir).toLowerCase() }), { recursive: true, force: true });
    await rm(dir, { recursive: true, force: true });
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

async function report(first: Timed, runs: readonly Timed[]): Promise<void> {
  const sorted = (name: "cpuMs" | "wallMs"): number[] =>
    runs.map((run) => run[name]).toSorted((a, b) => a - b);
  const row = (name: "cpuMs" | "wallMs"): string => {
    const values = sorted(name);
    return `${seconds(values[rounds >> 1] ?? 0)} s (${seconds(values[0] ?? 0)} to ${seconds(values.at(-1) ?? 0)})`;
  };
  const items = size.days * size.itemsEach;
  const text = [
    `\n## gate: ${size.changed} of ${size.terms} terms changed, ${items} stored items, ${runs[0]?.changed} decisions flip`,
    `\n${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}. Beside other work on the machine; processes of their own, modules included.\n`,
    `The first gate, with ingest and replay, takes ${seconds(first.cpuMs)} s of CPU; each further one, median of ${rounds}: ${row("cpuMs")} of CPU (goal ${goalSeconds} s) and ${row("wallMs")} of wall clock.`,
    "",
  ].join("\n");
  process.stdout.write(text);
  if (process.argv.includes("--dry-run")) return;
  await appendFile(fileURLToPath(new URL("RESULTS.md", import.meta.url)), text);
}

const [dir] = process.argv.slice(2);
await (dir === undefined || dir.startsWith("--") ? bench() : gateOnce(dir));
