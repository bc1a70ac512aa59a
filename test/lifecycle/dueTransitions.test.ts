import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dueTransitions } from "../../src/lifecycle/dueTransitions.js";
import type { TermEvidence } from "../../src/lifecycle/dueTransitions.js";
import { toLifecycle } from "../../src/model/lifecycle.js";

const rules = toLifecycle();

function evidence(given: Partial<TermEvidence>): TermEvidence {
  const labelled = given.labelled ?? 0;
  const counts = { labelled, tp: labelled, effectiveN: labelled };
  const times = { ageDays: 400, daysWithoutHit: 0, daysLeft: undefined };
  const precision = labelled === 0 ? undefined : (given.tp ?? labelled) / labelled;
  return { termId: "a", state: "watch", isFastTrack: false, ...counts, precision, ...times, ...given };
}

/** `from → to: reason` of what is said of one term; "" when nothing is. */
function said(given: Partial<TermEvidence>): string {
  return dueTransitions([evidence(given)], rules)
    .map(({ from, to, reason }) => `${from} → ${to}: ${reason}`)
    .join();
}

describe("dueTransitions(evidence, rules)", () => {
  // Lower ends: 20 of 20 0.8389, 12 of 20 0.3866, 35 of 35 0.9011, 50 of 50 0.9287, 5 of 20 0.1119, 45 of 50 0.7864.
  test.each<[string, Partial<TermEvidence>, string]>([
    [
      "a candidate is watched",
      { state: "candidate", labelled: 10 },
      "candidate → watch: precision is at least 72.2 %, above 30.0 %",
    ],
    [
      "one that is watched flags",
      { labelled: 20 },
      "watch → flag: precision is at least 83.9 %, above 50.0 %",
    ],
    ["but not below the bound", { labelled: 20, tp: 12 }, ""],
    ["nor too young", { labelled: 20, ageDays: 6.9 }, ""],
    ["nor with too few labels", { labelled: 19 }, "watch → null: cannot tell yet: 19 of 20 labels"],
    [
      "nor of an age that is not known",
      { labelled: 20, ageDays: undefined },
      "watch → null: cannot tell yet: its age is not known, as releases have no time",
    ],
    ["nor on the few that many labels are worth", { labelled: 60, effectiveN: 2 }, ""],
    ["nor when the wrong ones weigh more", { labelled: 60, tp: 50, precision: 0.4 }, ""],
    [
      "one that flags rejects",
      { state: "flag", labelled: 50 },
      "flag → reject: precision is at least 92.9 %, above 90.0 %",
    ],
    [
      "with labels enough, though fewer would do",
      { state: "flag", labelled: 35 },
      "flag → null: cannot tell yet: 35 of 50 labels",
    ],
    [
      "one that flags badly is demoted",
      { state: "flag", labelled: 20, tp: 5 },
      "flag → demoted: precision is at least 11.2 %, below 30.0 %",
    ],
    [
      "one that rejects badly is demoted",
      { state: "reject", labelled: 50, tp: 45 },
      "reject → demoted: precision is at least 78.6 %, below 80.0 %",
    ],
    ["one that rejects well stays", { state: "reject", labelled: 50, tp: 46 }, ""],
    [
      "one that rejects on few labels is asked for more",
      { state: "reject", labelled: 5, tp: 0 },
      "reject → null: cannot tell yet: 5 of 50 labels",
    ],
    [
      "one that was demoted comes back",
      { state: "demoted", labelled: 20, ageDays: 30 },
      "demoted → flag: precision is at least 83.9 %, above 50.0 %",
    ],
    [
      "or is retired",
      { state: "demoted", labelled: 5, ageDays: 180 },
      "demoted → retired: demoted 180 days ago and not promoted since",
    ],
    [
      "what hits nothing is retired",
      { state: "reject", labelled: 90, daysWithoutHit: 180 },
      "reject → retired: no hit in 180 days of traffic",
    ],
    [
      "but not when the traffic cannot tell",
      { state: "reject", labelled: 90, daysWithoutHit: undefined },
      "",
    ],
    [
      "what is no longer valid is retired",
      { state: "reject", labelled: 90, daysLeft: -1 },
      "reject → retired: expired 1 day ago",
    ],
    ["the fast track needs no labels", { state: "reject", daysLeft: 3, isFastTrack: true }, ""],
    [
      "but a bad term leaves it",
      { state: "reject", labelled: 50, tp: 5, daysLeft: 3, isFastTrack: true },
      "reject → demoted: precision is at least 4.3 %, below 80.0 %",
    ],
    [
      "and it ends",
      { state: "reject", daysLeft: 0, isFastTrack: true },
      "reject → retired: its fast track ended 0 days ago",
    ],
  ])("%s", (_, given, expected) => expect(said(given)).toBe(expected));

  test("gives numerator, denominator and lower end, null without labels and age", () => {
    expect(
      dueTransitions([evidence({ labelled: 20 }), evidence({ ageDays: undefined })], rules),
    ).toMatchObject([
      {
        termId: "a",
        precision: { numerator: 20, denominator: 20, low: expect.closeTo(0.838875, 6) },
        labelled: 20,
        ageDays: 400,
      },
      { precision: { numerator: 0, denominator: 0, low: null }, labelled: 0, ageDays: null },
    ]);
  });

  test("never takes a promotion back for one more right label", () => {
    const ranks = ["retired", "demoted", "candidate", "watch", "flag", "reject"];
    const rankOf = (given: TermEvidence): number => {
      const [due] = dueTransitions([given], rules);
      return ranks.indexOf(due?.to ?? given.state);
    };
    const states = fc.constantFrom(
      "candidate" as const,
      "watch" as const,
      "flag" as const,
      "demoted" as const,
    );
    fc.assert(
      fc.property(states, fc.nat(80), fc.nat(80), (state, tp, wrong) => {
        const [before, after] = [tp, tp + 1].map((count) =>
          evidence({ state, tp: count, labelled: count + wrong, effectiveN: count + wrong }),
        );
        if (before === undefined || after === undefined || before.labelled < 50) return;
        expect(rankOf(after)).toBeGreaterThanOrEqual(rankOf(before));
      }),
    );
  });
});
