import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { computeCleanup } from "../loaders/artefacts/computeCleanup.js";
import { openTraffic } from "../loaders/artefacts/openTraffic.js";
import { buildFolder } from "../loaders/artefacts/prepareData.js";
import { writeSimulation } from "../loaders/simulate/writeSimulation.js";
import { groupHits } from "../src/cleanup/hitGroups.js";
import { summariseCleanup } from "../src/cleanup/summariseCleanup.js";
import { leastLabels } from "../src/cleanup/termProposal.js";
import type { Truth } from "../src/metrics/verdict.js";
import { effectivenessOf } from "../src/replay/effectiveness.js";
import { randomFrom } from "../src/stats/random.js";

// What the clean-up finds of the bad terms that a simulation plants, and what leaving out each of 5,000 terms costs.
// Run with `npm run bench:cleanup`; `-- --first 1 --seeds 20 --items 100000 --days 60` are the defaults. A term counts as found when
// it is proposed to retire or to tighten; it can be judged when enough labelled hits of different advertisers are known.

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    first: { type: "string", default: "1" },
    items: { type: "string", default: "100000" },
    days: { type: "string", default: "60" },
  },
});
const [first, seeds, items, days] = [
  Number(values.first),
  Number(values.seeds),
  Number(values.items),
  Number(values.days),
];

type Score = { planted: number; found: number; judged: number; judgedFound: number; proposed: number };

async function scoreSeed(seed: number): Promise<Score> {
  const dir = await mkdtemp(join(tmpdir(), "bench-cleanup-"));
  try {
    await writeSimulation(dir, { seed, days, items, plan: undefined }, { onProgress: () => undefined });
    const opened = await openTraffic(dir, { packages: ["newest"], onProgress: () => undefined });
    await rm(buildFolder(opened.workspace), { recursive: true, force: true });
    const planted = await plantedTerms(dir);
    const score = { planted: planted.size, found: 0, judged: 0, judgedFound: 0, proposed: 0 };
    for (const replayed of opened.packages) {
      const { proposals } = computeCleanup(opened.traffic, replayed, {
        asOf: opened.workspace.asOf,
        hashedItems: opened.hashedItems,
      });
      for (const { termId, proposal, advertisers } of proposals) {
        const isProposed = proposal === "retire" || proposal === "tighten";
        const isJudged = planted.has(termId) && advertisers >= leastLabels;
        score.proposed += Number(isProposed);
        score.found += Number(isProposed && planted.has(termId));
        score.judged += Number(isJudged);
        score.judgedFound += Number(isProposed && isJudged);
      }
    }
    return score;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Ids of the planted bad terms: the last column. */
async function plantedTerms(dir: string): Promise<Set<string>> {
  const [, ...rows] = (await readFile(join(dir, "truth/bad-terms.csv"), "utf8")).trimEnd().split("\n");
  return new Set(rows.map((row) => row.split(",").at(-1) ?? ""));
}

const terms = 5_000;
const hits = 1_000_000;

/** CPU seconds of the whole effectiveness, and of the whole clean-up, on invented hits of skewed terms. */
function leaveOneOut(): { effectiveness: number; cleanup: number } {
  const random = randomFrom(1);
  const itemCount = 600_000;
  const pairs = { items: new Int32Array(hits), terms: new Int32Array(hits) };
  for (let hit = 0; hit < hits; hit++) {
    pairs.items[hit] = random.integer(itemCount);
    pairs.terms[hit] = Math.floor(terms * random.uniform() ** 3);
  }
  const truths = Array.from({ length: itemCount }, (): Truth => {
    const draw = random.uniform();
    return draw < 0.3 ? "violating" : draw < 0.6 ? "good" : "unlabelled";
  });
  const termIds = Array.from({ length: terms }, (_, term) => String(term));
  const effectiveness = cpuSeconds(() => effectivenessOf({ truths, termIds, hits: pairs }));
  const cleanup = cpuSeconds(() => summariseCleanup(groupHits({ truths, termCount: terms, hits: pairs })));
  return { effectiveness, cleanup };
}

function cpuSeconds(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const cost = leaveOneOut();
print(
  `leave-one-out of ${terms} terms over ${hits} hits: ${cost.effectiveness.toFixed(2)} s of CPU; clean-up: ${cost.cleanup.toFixed(2)} s`,
);
const total = { planted: 0, found: 0, judged: 0, judgedFound: 0, proposed: 0 };
for (let seed = first; seed < first + seeds; seed++) {
  const score = await scoreSeed(seed);
  for (const name of ["planted", "found", "judged", "judgedFound", "proposed"] as const)
    total[name] += score[name];
  print(`seed ${seed}: ${JSON.stringify(score)}`);
}
const share = (count: number, of: number): string =>
  `${count} of ${of} (${((100 * count) / of).toFixed(1)} %)`;
print(`\n| ${seeds} seeds, ${items} ads of ${days} days each | |\n| --- | --- |`);
print(`| planted bad terms proposed to retire or tighten | ${share(total.found, total.planted)} |`);
print(`| of those that can be judged | ${share(total.judgedFound, total.judged)} |`);
print(`| proposed terms that were planted | ${share(total.found, total.proposed)} |`);
