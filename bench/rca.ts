import { fileURLToPath } from "node:url";
import { changeCube } from "../src/rca/changeCube.js";
import type { ChangeCube, CubeRow } from "../src/rca/changeCube.js";
import { analyseChange } from "../src/rca/analyseChange.js";
import { findCauses } from "../src/rca/findCauses.js";
import { rankCauses } from "../src/rca/rankCauses.js";
import { randomFrom } from "../src/stats/random.js";
import { mcNemar } from "../src/stats/binomialTest.js";
import { readIncidents, sliceName } from "./rca/incidents.js";
import type { RcaIncident } from "./rca/incidents.js";
import { adtributor, largestChange, poissonScan } from "./rca/rivals.js";
import type { Ranking } from "./rca/rivals.js";
import { simulatedCube } from "./rca/simulatedCube.js";

// How often the slice that an incident struck is named: on real incidents with their truth, beside other methods, and on
// simulated cubes. Run with `npm run bench:rca`. Slices must match exactly. F1 of the first: 2 · right / (named + true),
// where an incident with two true slices counts both; recall of three: true slices among the first three.

const folder = fileURLToPath(new URL("../../shared/data/rca-robustspot/", import.meta.url));

type Scores = {
  readonly right: number;
  readonly f1: number;
  readonly recall: number;
  readonly hits: boolean[];
};

/** @param firsts how many of each ranking are its answer; 1 when left out */
function score(
  incidents: readonly RcaIncident[],
  rankings: readonly Ranking[],
  firsts: readonly number[] = [],
): Scores {
  let [right, named, all, found] = [0, 0, 0, 0];
  const hits = incidents.map(({ truth }, i) => {
    const answer = (rankings[i] ?? []).slice(0, firsts[i] ?? 1);
    const three = (rankings[i] ?? []).slice(0, 3);
    right += answer.filter((name) => truth.includes(name)).length;
    named += answer.length;
    all += truth.length;
    found += truth.filter((name) => three.includes(name)).length;
    return answer.some((name) => truth.includes(name));
  });
  return { right, f1: (2 * right) / (named + all), recall: found / all, hits };
}

type Setting = { readonly priorUnits: number; readonly depthPenalty: number };

/** The default first: of settings that are equally right, the first is taken. */
const settings: readonly Setting[] = [20, 5, 50].flatMap((priorUnits) =>
  [0, 1, 3].map((depthPenalty) => ({ priorUnits, depthPenalty })),
);

/** As the command answers. */
function ours({ cube, history }: RcaIncident): Ranking {
  const answer = analyseChange(cube, { history });
  return "causes" in answer ? answer.causes.map(({ slice }) => sliceName(slice)) : [];
}

function oursWith(cube: ChangeCube, setting: Setting): Ranking {
  return rankCauses(findCauses(cube, setting)).map(({ slice }) => sliceName(slice));
}

const folds = 10;

/** Each tenth of the incidents is ranked with the setting that is right most often on the others. */
function crossValidated(incidents: readonly RcaIncident[]): Scores {
  const tried = settings.map((setting) => incidents.map(({ cube }) => oursWith(cube, setting)));
  const rankings = incidents.map((_, i) => {
    const others = incidents.map((_, other) => other).filter((other) => other % folds !== i % folds);
    const rights = tried.map(
      (ranked) =>
        score(
          others.flatMap((other) => incidents[other] ?? []),
          others.map((other) => ranked[other] ?? []),
        ).right,
    );
    return tried[rights.indexOf(Math.max(...rights))]?.[i] ?? [];
  });
  return score(incidents, rankings);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

function writeScores(name: string, { hits, f1, recall }: Scores): void {
  write(`| ${name} | ${hits.filter(Boolean).length} | ${f1.toFixed(3)} | ${recall.toFixed(3)} |`);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function benchIncidents(): Promise<void> {
  const incidents = await readIncidents(folder);
  const beganMs = cpuMs();
  const own = score(incidents, incidents.map(ours));
  const tookMs = cpuMs() - beganMs;
  const scan = score(
    incidents,
    incidents.map(({ cube }) => poissonScan(cube)),
  );
  const sets = incidents.map(({ cube }) => adtributor(cube));
  write(`| ${incidents.length} real incidents | first right | F1 of the first | recall of three |`);
  write("| --- | ---: | ---: | ---: |");
  writeScores("riskbook", own);
  writeScores(`riskbook, ${folds}-fold cross-validated`, crossValidated(incidents));
  writeScores("Poisson scan", scan);
  writeScores(
    "Adtributor (its whole set)",
    score(
      incidents,
      sets.map((set) => set.flat()),
      sets.map((set) => set[0]?.length ?? 0),
    ),
  );
  writeScores(
    "largest change",
    score(
      incidents,
      incidents.map(({ cube }) => largestChange(cube)),
    ),
  );
  const onlyOwn = own.hits.filter((hit, i) => hit && scan.hits[i] !== true).length;
  const onlyScan = scan.hits.filter((hit, i) => hit && own.hits[i] !== true).length;
  write(
    `\nRight where the scan is wrong: ${onlyOwn}; wrong where it is right: ${onlyScan} (p = ${mcNemar(onlyOwn, onlyScan).toFixed(3)}). All incidents: ${(tookMs / 1000).toFixed(1)} s of CPU.\n`,
  );
}

const simulations = [
  { causes: 1, mixShift: false, runs: 100 },
  { causes: 1, mixShift: true, runs: 100 },
  { causes: 2, mixShift: false, runs: 100 },
  { causes: 2, mixShift: true, runs: 100 },
  { causes: 0, mixShift: true, runs: 200 },
];

function benchSimulations(): void {
  write(
    "| simulated cubes, 8 × 10 × 6 × 3 | runs | F1 of named causes | with a false cause | CPU, ms each |",
  );
  write("| --- | ---: | ---: | ---: | ---: |");
  for (const { causes, mixShift, runs } of simulations) {
    let [right, named, planted, faulty] = [0, 0, 0, 0];
    const beganMs = cpuMs();
    for (let seed = 1; seed <= runs; seed++) {
      const { cube, truth } = simulatedCube(seed, { causes, mixShift });
      const answer = analyseChange(cube);
      const found = "causes" in answer ? answer.causes.filter((cause) => cause.named) : [];
      const names = found.map(({ slice }) => sliceName(slice));
      const hits = truth.filter((slice) => names.includes(sliceName(slice))).length;
      right += hits;
      named += names.length;
      planted += truth.length;
      faulty += Number(names.length > hits);
    }
    const f1 = causes === 0 ? "–" : ((2 * right) / (named + planted)).toFixed(3);
    const what = `${causes} causes${mixShift ? ", mix shift" : ""}`;
    write(`| ${what} | ${runs} | ${f1} | ${faulty} | ${((cpuMs() - beganMs) / runs).toFixed(0)} |`);
  }
}

const sizes = [
  [8, 10, 6, 3],
  [20, 25, 20, 10],
];

/** Cubes of which every cell has units in both windows, with one value of the first dimension changed. */
function benchSizes(): void {
  write("\n| cells | dimensions | CPU from rows to answer, ms, median of five |");
  write("| ---: | ---: | ---: |");
  for (const radices of sizes) {
    const rows = { from: sizedRows(radices, false), to: sizedRows(radices, true) };
    const names = radices.map((_, d) => `d${d}`);
    const times = Array.from({ length: 5 }, () => {
      const beganMs = cpuMs();
      analyseChange(changeCube(names, rows));
      return cpuMs() - beganMs;
    }).toSorted((a, b) => a - b);
    write(`| ${rows.from.length.toLocaleString("en")} | ${radices.length} | ${(times[2] ?? 0).toFixed(0)} |`);
  }
}

function sizedRows(radices: readonly number[], later: boolean): CubeRow[] {
  const random = randomFrom(later ? 2 : 1);
  const cells = radices.reduce((product, radix) => product * radix, 1);
  return Array.from({ length: cells }, (_, cell) => {
    let rest = cell;
    const values = radices.map((radix) => {
      const value = rest % radix;
      rest = Math.floor(rest / radix);
      return `v${value}`;
    });
    const total = 50 + Math.floor(100 * random.uniform());
    const rate = later && values[0] === "v1" ? 0.12 : 0.05;
    return { values, total, count: Math.min(total, Math.round(total * rate * 2 * random.uniform())) };
  });
}

await benchIncidents();
benchSimulations();
benchSizes();
