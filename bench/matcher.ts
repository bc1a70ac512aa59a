import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { adversarialRatio } from "./matcher/adversarial.js";
import { measureOurs } from "./matcher/ours.js";
import type { Ours } from "./matcher/ours.js";
import { measurePeer, peerNames } from "./matcher/runPeer.js";
import type { PeerRun } from "./matcher/runPeer.js";
import { renderResults } from "./matcher/renderResults.js";

// Run with `npm run bench:matcher`, `--quick` for a short look, `--json` for numbers. Every peer is a process of its
// own, stopped when its build or its search takes too long; the hits are compared before anything is timed.

export type SizeRun = { readonly size: number; readonly ours: Ours; readonly peers: readonly PeerRun[] };

const { values } = parseArgs({ options: { json: { type: "boolean" }, quick: { type: "boolean" } } });
const sizes = values.quick === true ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000];
const runs = values.quick === true ? 3 : 7;
const limits =
  values.quick === true ? { buildMs: 15_000, scanMs: 20_000 } : { buildMs: 60_000, scanMs: 120_000 };
/** Most terms that peers are asked for. */
const mostForPeers = 100_000;
const resultsFile = new URL("RESULTS.md", import.meta.url);
const heading = "## matcher: words and phrases";

async function run(): Promise<void> {
  const found: SizeRun[] = [];
  let names: readonly string[] = peerNames;
  for (const size of sizes) {
    process.stderr.write(`${size} terms\n`);
    const ours = measureOurs(size, runs);
    const peers: PeerRun[] = [];
    for (const name of size <= mostForPeers ? names : []) {
      peers.push(await measurePeer(name, { size, runs: size < mostForPeers ? 3 : 1, limits }));
    }
    // A peer that is too slow is not asked for more terms.
    names = peers.filter(({ scanMs }) => scanMs !== undefined).map(({ name }) => name);
    found.push({ size, ours, peers });
  }
  const adversarial = adversarialRatio(runs);
  if (values.json === true) process.stdout.write(`${JSON.stringify({ found, adversarial }, null, 2)}\n`);
  const [cpu] = cpus();
  const machine = `${new Date().toISOString().slice(0, 10)}, ${cpu?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}`;
  const section = `${heading}\n\n${machine}.\n\n${renderResults(found, { adversarial, limits })}\n`;
  if (values.json !== true) process.stdout.write(section);
  if (values.quick !== true) await replaceSection(section);
}

/** Puts the section in the place of the one before, or at the end. */
async function replaceSection(section: string): Promise<void> {
  const text = await readFile(resultsFile, "utf8");
  const parts = text.split(/^(?=## )/m).filter((part) => !part.startsWith(heading));
  await writeFile(resultsFile, `${parts.join("").trimEnd()}\n\n${section}`);
}

await run();
