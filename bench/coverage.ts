import { hajekRatio, ratioInterval, cautiousN } from "../src/stats/hajekRatio.js";
import { langReiczigel } from "../src/stats/langReiczigel.js";
import type { Proportion } from "../src/stats/newcombe.js";
import { randomFrom } from "../src/stats/random.js";
import type { Random } from "../src/stats/random.js";
import type { Bounds } from "../src/stats/wilson.js";
import { detects, detectionTable, measureDetection } from "./coverage/detection.js";
import { confirmedUnits, drawReviews, longRunShares, unitsOf } from "./coverage/reviews.js";
import type { SampleSize } from "./coverage/reviews.js";

// How often 95 % intervals hold what they estimate: 1,000 seeded runs of each line.
// Run with `npm run bench:coverage`; tables on stdout, exit code 1 where a line lies outside 93–97 %, where more than
// 8 % alert without a change, or fewer than 90 % of changes are flagged, on the series that the contract means.

const runs = 1_000;
const accepted: Bounds = [0.93, 0.97];

const sizes: readonly SampleSize[] = [
  { advertisers: 30, items: 150, ofRejected: 0.5, ofApproved: 0.2 },
  { advertisers: 100, items: 60, ofRejected: 0.5, ofApproved: 0.1 },
  { advertisers: 400, items: 25, ofRejected: 0.3, ofApproved: 0.1 },
];
/** Items of known truth by which QA's errors are measured, of each kind. */
const knownItems = 300;

type Line = {
  readonly name: string;
  readonly sample: number;
  readonly covered: number;
  readonly width: number;
};

const truth = longRunShares(randomFrom(1));

function measure(size: SampleSize, seed: number): Line[] {
  const names = ["FPR", "FDR", "recall", "ATA", "accuracy"] as const;
  const tally = names.map((name) => ({ name, covered: 0, width: 0 }));
  let judged = 0;
  for (let run = 0; run < runs; run++) {
    const random = randomFrom(seed * 1_000_003 + run);
    const sample = drawReviews(size, random);
    judged += sample.length / runs;
    for (const line of tally) {
      const bounds =
        line.name === "accuracy"
          ? correctedAccuracy(confirmedUnits(sample), random)
          : ratioInterval(hajekRatio(unitsOf(line.name, sample)));
      if (bounds === undefined) continue;
      if (bounds[0] <= truth[line.name] && truth[line.name] <= bounds[1]) line.covered++;
      line.width += (bounds[1] - bounds[0]) / runs;
    }
  }
  return tally.map(({ name, covered, width }) => ({ name, sample: judged, covered: covered / runs, width }));
}

function correctedAccuracy(units: Parameters<typeof hajekRatio>[0], random: Random): Bounds | undefined {
  const { value, effectiveN, degreesOfFreedom } = hajekRatio(units);
  const known = (): Proportion => ({
    value: random.binomial(knownItems, 1 - truth.qaWrong) / knownItems,
    effectiveN: knownItems,
  });
  const apparent = { value, effectiveN: cautiousN(effectiveN, degreesOfFreedom) };
  return langReiczigel(apparent, { sensitivity: known(), specificity: known() })?.interval;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

const rows = sizes.flatMap((size, i) => measure(size, i + 1).map((line) => ({ ...line, size })));
const table = rows.map(
  ({ name, sample, covered, width, size }) =>
    `| ${name} | ${size.advertisers} | ${Math.round(sample)} | ${percent(size.ofRejected)} / ${percent(size.ofApproved)} | ${percent(covered)} | ${width.toFixed(3)} |`,
);
const detections = measureDetection();
process.stdout.write(
  [
    `95 % intervals, ${runs} seeded runs a line; QA's errors measured on ${knownItems} items of each kind (corrected accuracy).`,
    "",
    "| metric | clusters | items in the sample | judged of rejected / approved | covered | mean width |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...table,
    "",
    detectionTable(detections),
    "",
  ].join("\n"),
);
const outside = rows.filter(({ covered }) => covered < accepted[0] || covered > accepted[1]);
if (outside.length > 0 || !detects(detections)) process.exitCode = 1;
