import { alertSeries } from "../src/control/alertSeries.js";
import { hajekRatio, ratioInterval, cautiousN } from "../src/stats/hajekRatio.js";
import { langReiczigel } from "../src/stats/langReiczigel.js";
import type { Proportion } from "../src/stats/newcombe.js";
import { randomFrom } from "../src/stats/random.js";
import type { Random } from "../src/stats/random.js";
import type { Bounds } from "../src/stats/wilson.js";
import { drawPage } from "./coverage/pages.js";
import { confirmedUnits, drawReviews, longRunShares, unitsOf } from "./coverage/reviews.js";
import type { SampleSize } from "./coverage/reviews.js";

// How often 95 % intervals hold what they estimate: 1,000 seeded runs of each line.
// Run with `npm run bench:coverage`; tables on stdout, exit code 1 where a line lies outside 93–97 %, where more than
// 16 of 200 pages alert without a change, or fewer than 180 of 200 changes are flagged.

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

/** The rule of alerts on pages of 200 series of 60 days: pages without a change, and changes of 3 σ′ of 1 to 3 days. */
function measureAlerts(): Alerting {
  const pages = 200;
  const size = { series: 200, periods: 60 };
  const draw = (run: number, shiftedFor: (i: number) => number) =>
    alertSeries(drawPage({ ...size, shiftedFor }, randomFrom(9_000_017 + run))).alerts;
  const every = Array.from({ length: pages }, (_, run) => run);
  return {
    pages,
    falsePages: every.filter((run) => draw(run, () => 0).length > 0).length,
    allMoved: draw(pages, (i) => 1 + (i % 3)).length,
    aTenthMoved: every
      .slice(0, 10)
      .flatMap((run) => draw(1000 + run, (i) => (i < 20 ? 1 + (i % 3) : 0)))
      .filter(({ id }) => Number(id) < 20).length,
    oneMoved: every.filter((run) =>
      draw(2000 + run, (i) => (i === 0 ? 1 + (run % 3) : 0)).some(({ id }) => id === "0"),
    ).length,
  };
}

type Alerting = {
  readonly pages: number;
  readonly falsePages: number;
  readonly allMoved: number;
  readonly aTenthMoved: number;
  readonly oneMoved: number;
};

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

const rows = sizes.flatMap((size, i) => measure(size, i + 1).map((line) => ({ ...line, size })));
const table = rows.map(
  ({ name, sample, covered, width, size }) =>
    `| ${name} | ${size.advertisers} | ${Math.round(sample)} | ${percent(size.ofRejected)} / ${percent(size.ofApproved)} | ${percent(covered)} | ${width.toFixed(3)} |`,
);
const { pages, falsePages, allMoved, aTenthMoved, oneMoved } = measureAlerts();
process.stdout.write(
  [
    `95 % intervals, ${runs} seeded runs a line; QA's errors measured on ${knownItems} items of each kind (corrected accuracy).`,
    "",
    "| metric | clusters | items in the sample | judged of rejected / approved | covered | mean width |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...table,
    "",
    "| pages of 200 series, 60 days | of | alerted |",
    "| --- | ---: | ---: |",
    `| nothing moved: pages with an alert | ${pages} | ${falsePages} |`,
    `| all moved by 3 σ′ 1, 2 or 3 days ago: series flagged | 200 | ${allMoved} |`,
    `| 20 of 200 moved: series flagged | 200 | ${aTenthMoved} |`,
    `| 1 of 200 moved: series flagged | ${pages} | ${oneMoved} |`,
    "",
  ].join("\n"),
);
const outside = rows.filter(({ covered }) => covered < accepted[0] || covered > accepted[1]);
if (outside.length > 0 || falsePages > 16 || allMoved < 180) process.exitCode = 1;
