import { expect, test } from "vitest";
import { auditCube } from "../../src/metrics/audits.js";
import type { AuditRow } from "../../src/metrics/audits.js";
import { auditShares } from "../../src/metrics/auditShares.js";
import { correctedChain, isCorrected } from "../../src/metrics/corrected.js";
import { rateOf } from "../../src/metrics/rates.js";
import { sampleSize } from "../../src/metrics/sampleSize.js";
import { toRate } from "../../src/metrics/rate.js";
import { randomFrom } from "../../src/stats/random.js";

function audit(row: Partial<AuditRow>): AuditRow {
  const { events = 1 } = row;
  const plain = { slice: {}, bucket: undefined, by: "qa", stage: "human", reviewer: null } as const;
  const found = {
    decision: "reject",
    verdict: "reject",
    outcome: "right",
    agreed: null,
    blind: "yes",
  } as const;
  const weights = { weight: events, squares: events, chained: events, chainedSquares: events };
  return { ...plain, ...found, severity: 0, events, ...weights, cohort: null, ...row };
}

type Word = "reject" | "approve";

/** An audit of QA: what the person decided, what QA said, and what is true. */
function ofQa([person, qa, truth]: readonly [Word, Word, Word], events: number): AuditRow {
  const ata = { by: "ata", stage: "qa", reviewer: "human" } as const;
  return audit({ ...ata, decision: qa, verdict: truth, agreed: person === qa ? "yes" : "no", events });
}

// Of 200 rejections QA overturns 50, of 200 approvals 30. QA confirms 9 of 10 right rejections and overturns 4 of 5
// wrong ones; it confirms all of 20 right approvals and overturns 3 of 5 wrong ones.
const rows = [
  audit({ events: 150 }),
  audit({ events: 50, verdict: "approve", outcome: "false-positive" }),
  audit({ events: 170, decision: "approve", verdict: "approve" }),
  audit({ events: 30, decision: "approve", verdict: "reject", outcome: "false-negative" }),
  ofQa(["reject", "reject", "reject"], 9),
  ofQa(["reject", "approve", "reject"], 1),
  ofQa(["reject", "approve", "approve"], 4),
  ofQa(["reject", "reject", "approve"], 1),
  ofQa(["approve", "approve", "approve"], 20),
  ofQa(["approve", "reject", "reject"], 3),
  ofQa(["approve", "approve", "reject"], 2),
];

test("correctedChain() takes QA's errors out of rejections and approvals, and puts the rates together", () => {
  const { apparent, accuracy, fpr, fnr, rejections, approvals, blind } = correctedChain(rows);
  expect([apparent.accuracy.value, apparent.fpr.value, apparent.fnr.value]).toEqual([
    0.8,
    50 / 220,
    30 / 180,
  ]);
  // (0.75 + 0.8 − 1) / (0.9 + 0.8 − 1) and (0.85 + 0.6 − 1) / (1 + 0.6 − 1)
  const [right, passed] = [0.55 / 0.7, 0.45 / 0.6];
  expect(isCorrected(rejections) && rejections.value).toBeCloseTo(right, 12);
  expect(isCorrected(approvals) && approvals.value).toBeCloseTo(passed, 12);
  expect(accuracy?.value).toBeCloseTo((right + passed) / 2, 12);
  expect(fpr?.value).toBeCloseTo((1 - right) / (1 - right + passed), 12);
  expect(fnr?.value).toBeCloseTo((1 - passed) / (1 - passed + right), 12);
  for (const found of [accuracy, fpr, fnr]) {
    expect(found?.interval[0]).toBeLessThan(found?.value ?? 0);
    expect(found?.interval[1]).toBeGreaterThan(found?.value ?? 1);
  }
  expect(blind?.value).toBe(1);
});

test("without audits of QA, without errors among them, or with a QA like chance it cannot tell", () => {
  const why = (some: readonly AuditRow[]) => {
    const { rejections, accuracy } = correctedChain(some);
    return [isCorrected(rejections) ? "" : rejections.why, accuracy];
  };
  expect(why(rows.slice(0, 4))).toEqual(["no audits", undefined]);
  expect(why(rows.slice(0, 6))).toEqual(["no errors seen", undefined]);
  const random = [ofQa(["reject", "reject", "approve"], 5), ofQa(["reject", "approve", "approve"], 1)];
  expect(why([...rows.slice(0, 6), ...random])).toEqual(["chance", undefined]);
  expect(correctedChain([]).blind).toBeUndefined();
});

test("the interval of the corrected accuracy holds the truth in 19 of 20 worlds, though QA waves mistakes through", () => {
  const worlds = 200;
  let held = 0;
  for (let seed = 0; seed < worlds; seed++) {
    const { binomial } = randomFrom(seed);
    const drawn: AuditRow[] = [];
    for (const decision of ["reject", "approve"] as const) {
      const other = decision === "reject" ? "approve" : "reject";
      const wrong = binomial(600, decision === "reject" ? 0.2 : 0.1);
      // QA overturns 3 % of what is right and only 60 % of what is wrong; a third of each is audited.
      for (const [truth, number, overturn] of [
        [decision, 600 - wrong, 0.03],
        [other, wrong, 0.6],
      ] as const) {
        const overturned = binomial(number, overturn);
        drawn.push(audit({ decision, verdict: decision, events: number - overturned }));
        drawn.push(audit({ decision, verdict: other, events: overturned }));
        drawn.push(ofQa([decision, decision, truth], binomial(number - overturned, 1 / 3)));
        drawn.push(ofQa([decision, other, truth], binomial(overturned, 1 / 3)));
      }
    }
    const [low = 1, high = 0] = correctedChain(drawn).accuracy?.interval ?? [];
    if (low <= 0.85 && 0.85 <= high) held++;
  }
  expect(held / worlds).toBeGreaterThanOrEqual(0.92);
});

test("auditCube() knows confirmed and overturned, and passes from fails; auditShares() adds up to 1", () => {
  const cube = auditCube(rows, []);
  const share = (of: string, ...among: string[]) =>
    rateOf(cube, cube.cells, { id: of, numerator: [of], denominator: [of, ...among] });
  expect(share("qa_confirmed", "qa_overturned")).toMatchObject({ count: 320, total: 400 });
  expect(share("ata_false_pass", "ata_right_pass")).toMatchObject({ count: 3, total: 27 });
  expect(share("ata_false_fail", "ata_right_fail")).toMatchObject({ count: 1, total: 13 });
  const shares = auditShares(rows.filter(({ by }) => by === "qa"));
  expect(shares.map(({ outcome, events }) => `${outcome} ${events}`)).toEqual([
    "false-positive 50",
    "false-negative 30",
    "wrong-selection 0",
    "technical 0",
    "right 320",
  ]);
  expect(auditShares([])).toEqual([]);
});

test("sampleSize() is z²·p(1 − p)/d², times what the labels' design costs", () => {
  const rate = { ...toRate(90, 100, 50), labels: { decisions: 1000, labelled: 100 } };
  expect(sampleSize(rate)).toEqual({ effectiveN: 3458, labels: 6915 });
  expect(sampleSize(toRate(0, 20))?.effectiveN).toBe(5193); // by the upper bound, 0.1611
  expect(sampleSize(toRate(0, 0))).toBeUndefined();
});
