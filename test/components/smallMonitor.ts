import type { PublishedMonitor } from "../../src/gate/monitorReleases.js";

/** A release that rejects more than predicted, and one that is too young to tell. */
export function smallMonitor(): PublishedMonitor {
  const none = { predicted: undefined, observed: undefined, interval: undefined, canaryInterval: undefined };
  const noRate = { count: 0, total: 0, value: undefined, effectiveN: 0, interval: undefined };
  return {
    key: "0123",
    lacking: [],
    records: [
      {
        label: "r2",
        before: "r1",
        outcome: "more than predicted",
        daysBefore: 20,
        daysLive: 12,
        predicted: 0.12,
        observed: 0.19,
        interval: [0.09, 0.15],
        canaryInterval: [0, 0.25],
        fpr: { count: 4, total: 80, value: 0.02, effectiveN: 60, interval: [0.0043, 0.0887] },
        fdr: { count: 4, total: 19, value: 0.2, effectiveN: 19, interval: undefined },
        sentence:
          "r2 was predicted to reject 12.0 % (9.0 % to 15.0 %) and rejects 19.0 %: more than predicted.",
        advice: "Roll back to r1: FPR rose by +4.0 points.",
        reason: "",
      },
      {
        label: "r3",
        before: "r2",
        outcome: "cannot tell",
        daysBefore: 12,
        daysLive: 0,
        ...none,
        fpr: noRate,
        fdr: noRate,
        sentence: "r3 cannot be held against a prediction.",
        advice: "",
        reason: "12 days before it and 0 days of its own have enough logged decisions",
      },
    ],
  };
}
