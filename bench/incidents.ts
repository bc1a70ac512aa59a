import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { emptyScore, incidentCases, scoreIncident } from "./rca/incidentCases.js";
import type { IncidentCase, IncidentScore } from "./rca/incidentCases.js";
import { plantMoves } from "./rca/plantedMove.js";
import type { WindowSum } from "../src/rca/gateChange.js";

// How often a planted incident of the simulated business is named for what it is. Run with `npm run bench:incidents`;
// `--dry-run` leaves bench/RESULTS.md alone, `--seeds 101-104` takes others than 1 to 20 (thresholds were chosen on 101 to
// 120). Ten quiet days and ten with the incident, 1,000 ads a day, two decoys each. An incident is looked for in the
// metric that its signature moves most (see ./rca/incidentCases.ts), and beside it in the labelled one that a
// workspace's daily cube has. The truth is read for the score, and by the oracle that says what could be seen at all. Text
// evasion, swapped landing pages, overload and misrouting move no metric of reviews that 20,000 ads could show, and are
// left out.

const results = fileURLToPath(new URL("RESULTS.md", import.meta.url));
const heading = "## Planted incidents";

const oracleNote = [
  "The oracle is Fisher's exact test at 1 % on labels that are counted once, told the planted slice and time (of a slice that is new:",
  "against all others; of a mix shift: that the slice's share changed and that its rate is another): how often it sees the incident is",
  "the power that so many ads leave. The last column is what it compares, on average of the runs.",
  "",
  "No plant is stronger than its kind: a lenient team waves most of the mistakes through that there are, and only more days show it, as",
  "a team has few audits a day. The labelled rows fall short of the oracle because labels of great weight leave a small effective n, in",
  "which slices are looked for. `rca --workspace` looks in the same log, with cohorts in place of site and tenure; it does not know the",
  "tasks that a logging fault is seen by.",
];

type Totals = {
  readonly scores: ReadonlyMap<IncidentCase, IncidentScore>;
  readonly runs: number;
  readonly cpuS: number;
};

function runSeeds(seeds: readonly number[]): Totals {
  const scores = new Map(incidentCases.map((own) => [own, emptyScore(own)]));
  const runs = [...new Map(incidentCases.map((own) => [keyOf(own), own])).entries()];
  const beganS = cpuS();
  for (const seed of seeds) {
    for (const [key, { spec, days }] of runs) {
      const own = incidentCases.filter((other) => keyOf(other) === key);
      const moves = plantMoves(spec, { seed, days, wanted: own.map(({ looked }) => looked.view) });
      for (const one of own) {
        const [sum, planted] = [scores.get(one), moves.get(one.looked.view)];
        if (sum !== undefined && planted !== undefined) scoreIncident(sum, one, planted);
      }
    }
    process.stderr.write(`seed ${seed}\n`);
  }
  return { scores, runs: seeds.length * runs.length, cpuS: cpuS() - beganS };
}

/** The same for cases that one simulation serves. */
function keyOf({ spec, days }: IncidentCase): string {
  return JSON.stringify({ ...spec, days });
}

function cpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function tableOf(scores: Totals["scores"]): string[] {
  const lines = [
    "| planted | looked for in | runs | right slice first | right event or none | decoy blamed | called what it is | else called | oracle sees it | counts that it compares |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |",
  ];
  for (const [own, { runs, slice, event, decoy, kind, others, seen, from, to }] of scores) {
    const { spec, looked, also, days } = own;
    const name = `${spec.kind}${spec.mode === undefined ? "" : ` (${spec.mode})`}${days === 20 ? "" : `, ${days} days`}${also === true ? ", also" : ""}`;
    const called = Array.from(others, ([other, times]) => `${other} ${times}`).join(", ");
    lines.push(
      `| ${name} | ${looked.name} | ${runs} | ${slice ?? "–"} | ${event} | ${decoy} | ${kind} | ${called} | ${seen} | ${meanOf(from, runs)}, then ${meanOf(to, runs)} |`,
    );
  }
  return lines;
}

function sumsOf({ scores, runs, cpuS: seconds }: Totals): string {
  const counted = [...scores].filter(([own]) => own.also !== true);
  const add = (of: (score: IncidentScore) => number): number =>
    counted.reduce((sum, [, score]) => sum + of(score), 0);
  const all = add((score) => score.runs);
  const sliced = add(({ slice, runs: own }) => (slice === undefined ? 0 : own));
  return `Of the first metric of each: right slice first ${share(
    add(({ slice = 0 }) => slice),
    sliced,
  )}, right event or rightly none ${share(
    add(({ event }) => event),
    all,
  )}, a decoy blamed ${share(
    add(({ decoy }) => decoy),
    all,
  )}, called what it is ${share(
    add(({ kind }) => kind),
    all,
  )}. A simulation with its answers takes ${(seconds / runs).toFixed(1)} s of CPU.`;
}

/** Counts and units of a run on average. */
function meanOf({ count, total }: WindowSum, runs: number): string {
  return `${(count / runs).toFixed(0)} of ${(total / runs).toFixed(0)}`;
}

function share(part: number, of: number): string {
  return `${part} of ${of} (${((100 * part) / of).toFixed(0)} %)`;
}

function seedsOf(args: readonly string[]): number[] {
  const text = args[args.indexOf("--seeds") + 1] ?? "";
  const [, first, last] = /^(\d+)-(\d+)$/.exec(args.includes("--seeds") ? text : "1-20") ?? [];
  if (first === undefined || last === undefined)
    throw new TypeError(`Expected --seeds as 1-20, got \`${text}\``);
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => Number(first) + n);
}

/** The results with this section in place of an earlier one, at the end. */
async function writeResults(section: string): Promise<void> {
  const known = await readFile(results, "utf8");
  const others = known.split(/^(?=## )/mu).filter((part) => !part.startsWith(heading));
  await writeFile(results, `${others.join("").trimEnd()}\n\n${section}`);
}

async function benchIncidents(args: readonly string[]): Promise<void> {
  const seeds = seedsOf(args);
  const totals = runSeeds(seeds);
  const on = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}`;
  const intro = `${on}. \`npm run bench:incidents\`, seeds ${seeds[0]} to ${seeds.at(-1)}; thresholds were chosen on seeds 101 to 120.`;
  const section = [
    heading,
    "",
    intro,
    "",
    ...tableOf(totals.scores),
    "",
    sumsOf(totals),
    "",
    ...oracleNote,
    "",
  ].join("\n");
  process.stdout.write(section);
  if (!args.includes("--dry-run")) await writeResults(section);
}

await benchIncidents(process.argv.slice(2));
