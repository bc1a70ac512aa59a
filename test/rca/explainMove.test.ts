import { describe, expect, test } from "vitest";
import type { AdvertiserSums, Cube } from "../../src/model/cube.js";
import { explainMove } from "../../src/rca/explainMove.js";
import type { Move, MoveAnswer } from "../../src/rca/explainMove.js";
import { formatMove, toMoveJson } from "../../src/rca/formatMove.js";
import type { MoveEvent } from "../../src/rca/moveEvents.js";

/** Labels of a day in a slice: wrong ones of all, and what each weighs. */
type Labels = {
  readonly wrong: number;
  readonly right: number;
  readonly weights?: readonly [number, number];
};
type Slices = Readonly<Record<string, Labels>>;

const languages = ["de", "en", "es", "fr", "it", "pt"];
const dayOf = (day: number): string => `2024-01-${String(day).padStart(2, "0")}`;
const from = { first: dayOf(1), last: dayOf(6) };
const to = { first: dayOf(7), last: dayOf(12) };

const policies = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

/** Twelve days; one item a label, evenly of ten policies. */
function daily(slicesOn: (day: number) => Slices): Cube {
  const cells = Array.from({ length: 12 }, (_, at) => at + 1).flatMap((day) =>
    Object.entries(slicesOn(day)).flatMap(([language, { wrong, right, weights: [w, v] = [1, 1] }]) =>
      policies.map((policy) => ({
        slice: { day: dayOf(day), language, policy },
        sums: [(wrong * w) / 10, (right * v) / 10],
        products: [(wrong * w * w) / 10, 0, (right * v * v) / 10],
      })),
    ),
  );
  return { dimensions: ["day", "language", "policy"], measures: ["fp", "tn"], cells };
}

function alike(labelsOn: (language: string) => Labels): Slices {
  return Object.fromEntries(languages.map((language) => [language, labelsOn(language)]));
}

const quiet: Labels = { wrong: 5, right: 95 };
const fpr = { numerator: ["fp"], denominator: ["fp", "tn"] };
const at = (day: number, hour = 0): number => Date.UTC(2024, 0, day, hour);

function explain(cube: Cube, more: Partial<Move> = {}): MoveAnswer {
  const answer = explainMove({ cube, stage: "auto", metric: fpr, from, to, ...more });
  if (answer === undefined) throw new TypeError("Expected an answer, got none");
  return answer;
}

const inFrench = daily((day) =>
  alike((language) => (language === "fr" && day >= 7 ? { wrong: 20, right: 80 } : quiet)),
);
const release: MoveEvent = { id: "p2", kind: "package", atMs: at(7) };

describe("explainMove(move).kind", () => {
  test("is no-evidence where nothing changed, with no day and no event", () => {
    const { kind, since, event } = explain(
      daily(() => alike(() => quiet)),
      { events: [release] },
    );
    expect({ kind, since, event }).toEqual({ kind: "no-evidence", since: undefined, event: undefined });
  });

  test("is cause where a slice changed, with the day and the event of that day", () => {
    const { kind, slice, since, event } = explain(inFrench, { events: [release] });
    expect({ kind, slice, since }).toEqual({
      kind: "cause",
      slice: { language: "fr" },
      since: { day: dayOf(7), range: [dayOf(7), dayOf(7)] },
    });
    expect(event).toEqual({ ...release, pValue: 1 / 12 });
  });

  test("is cause where a slice is new and unlike the others, dated by its first day", () => {
    const cube = daily((day) => ({
      ...alike(() => quiet),
      ...(day >= 9 ? { nl: { wrong: 30, right: 70 } } : {}),
    }));
    const { kind, slice, since } = explain(cube);
    expect([kind, slice, since?.day]).toEqual(["cause", { language: "nl" }, dayOf(9)]);
  });

  test("is everywhere where all slices changed alike", () => {
    const cube = daily((day) => alike(() => (day >= 7 ? { wrong: 12, right: 88 } : quiet)));
    const model: MoveEvent = { id: "v2", kind: "model", atMs: at(7) };
    const { kind, slice, event } = explain(cube, { events: [model] });
    expect([kind, slice, event?.id]).toEqual(["everywhere", undefined, "v2"]);
  });

  test("is mix-shift where a slice with another rate grew, with that slice and no event", () => {
    const cube = daily((day) =>
      alike((language) => {
        const grown = day >= 7 && language === "pt" ? 6 : 1;
        return language === "pt" ? { wrong: 30 * grown, right: 70 * grown } : quiet;
      }),
    );
    const { kind, slice, since, event } = explain(cube, { events: [release] });
    expect([kind, slice, event]).toEqual(["mix-shift", { language: "pt" }, undefined]);
    expect(since).toEqual({ day: dayOf(7), range: [dayOf(7), dayOf(7)] });
  });

  test("is mix-shift with the slice that grew, not the one with the highest rate that gave way to it", () => {
    const units: Readonly<Record<string, readonly [number, number]>> = { pt: [6, 6], fr: [1, 9] };
    const rates: Readonly<Record<string, number>> = { pt: 0.6, fr: 0.2 };
    const cube = daily((day) =>
      alike((language) => {
        const all = 100 * (units[language]?.[day < 7 ? 0 : 1] ?? 1);
        const wrong = all * (rates[language] ?? 0.05);
        return { wrong, right: all - wrong };
      }),
    );
    const { kind, slice } = explain(cube);
    expect([kind, slice]).toEqual(["mix-shift", { language: "fr" }]);
  });

  test("is mix-shift with the slice that grew beyond chance, not that of a larger mix that differs as much every day", () => {
    const hotOn = (day: number): number => (day < 7 ? [0.2, 0.8] : [0.6, 0.9])[day % 2] ?? 0;
    const cells = Array.from({ length: 12 }, (_, place) => place + 1).flatMap((day) =>
      ["de", "pt"].flatMap((language) =>
        ["a", "b"].map((policy) => {
          const grown = day < 7 ? 0.2 : 0.4;
          const hot = hotOn(day);
          const all = 1000 * (language === "pt" ? grown : 1 - grown) * (policy === "a" ? hot : 1 - hot);
          const wrong = all * (0.05 + (language === "pt" ? 0.25 : 0) + (policy === "a" ? 0.3 : 0));
          const slice = { day: dayOf(day), language, policy };
          return { slice, sums: [wrong, all - wrong], products: [wrong, 0, all - wrong] };
        }),
      ),
    );
    const cube = { dimensions: ["day", "language", "policy"], measures: ["fp", "tn"], cells };
    const { kind, slice, answer, pValue, since } = explain(cube);
    expect([kind, slice, since?.day]).toEqual(["mix-shift", { language: "pt" }, dayOf(7)]);
    const mixes = "dimensions" in answer ? answer.dimensions : [];
    const mixOf = (name: string) => mixes.find(({ dimension }) => dimension === name);
    expect(mixOf("policy")?.mix).toBeGreaterThan(mixOf("language")?.mix ?? 1);
    expect(pValue).toBe(2 * (mixOf("language")?.mixPValue ?? 1));
  });

  test("is cause, not sampling-change, where the labels are of a slice that is sampled more", () => {
    // Italian is sampled four times as much; from day 7 on most wrong ones are Italian, and fewer are labelled.
    const cube = daily((day) =>
      alike((language) => {
        const weights = language === "it" ? ([1, 1] as const) : ([4, 40] as const);
        return { wrong: language === "it" && day >= 7 ? 60 : 5, right: day >= 7 ? 80 : 95, weights };
      }),
    );
    expect(explain(cube).kind).toBe("cause");
  });

  test("is cause with the release whose terms hit as many as changed in the slice, whatever changed elsewhere", () => {
    const cube = daily((day) =>
      alike((language) => {
        if (day < 7) return quiet;
        return language === "fr" ? { wrong: 20, right: 80 } : { wrong: 8, right: 92 };
      }),
    );
    const { slice, event } = explain(cube, { events: [{ ...release, touched: 60 }] });
    expect([slice, event?.id]).toEqual([{ language: "fr" }, "p2"]);
  });

  test("is sampling-change where labels of some kind weigh less and the weighted rate stays", () => {
    // 5 of 100 in truth: first every fourth is labelled, then every wrong one and one in sixteen of the right.
    const cube = daily((day) =>
      alike(() =>
        day < 7 ? { wrong: 5, right: 95, weights: [4, 4] } : { wrong: 20, right: 24, weights: [1, 15.83] },
      ),
    );
    const design: MoveEvent = { id: "qa-2", kind: "sampling", atMs: at(7) };
    const { kind, since, event } = explain(cube, { events: [release, design] });
    expect([kind, since?.day, event?.id]).toEqual(["sampling-change", dayOf(7), "qa-2"]);
  });

  test("is duplicates-of-one-advertiser where one advertiser has the excess, and cause where many have it", () => {
    const [wrong, all] = [6 * 6 * 5 * 2 + 6 * 15, 12 * 6 * 100];
    const sumsOf = (largest: number): AdvertiserSums => ({
      dimension: null,
      value: null,
      sums: [wrong, all - wrong],
      ofItems: [wrong, 0, all - wrong],
      // One with so many wrong labels, and beside it 100 with the same few each.
      ofAdvertisers: [
        largest ** 2 + (wrong - largest) ** 2 / 100,
        ((wrong - largest) * (all - wrong)) / 100,
        (all - wrong) ** 2 / 100,
      ],
    });
    const kinds = [90, 3].map((largest) => explain({ ...inFrench, advertisers: [sumsOf(largest)] }).kind);
    expect(kinds).toEqual(["duplicates-of-one-advertiser", "cause"]);
  });

  test("is logging-fault where more of the work due is missing than before, and the rest is not answered", () => {
    const volumes = Array.from({ length: 12 }, (_, day) => ({
      day: dayOf(day + 1),
      due: 200,
      logged: day < 6 ? 199 : 150,
    }));
    const software: MoveEvent = { id: "s9", kind: "software", atMs: at(7, 3) };
    const { kind, answer, since, event } = explain(inFrench, { volumes, events: [release, software] });
    expect([kind, answer.verdict, since?.day, event?.id]).toEqual([
      "logging-fault",
      "logging-fault",
      dayOf(7),
      "s9",
    ]);
  });
});

test("explainMove(move) is undefined when a window has no labels", () => {
  const later = { first: dayOf(20), last: dayOf(25) };
  expect(explainMove({ cube: inFrench, stage: "auto", metric: fpr, from, to: later })).toBeUndefined();
});

test("explainMove(move) takes labels of QA and of ATA as one sample", () => {
  const cube = daily(() => alike(() => quiet));
  const sourced = {
    ...cube,
    dimensions: [...cube.dimensions, "labelSource"],
    cells: cube.cells.map((cell, place) => ({
      ...cell,
      slice: { ...cell.slice, labelSource: place % 2 === 0 ? "qa" : "ata" },
    })),
  };
  const { answer } = explain(sourced);
  const named =
    "dimensions" in answer ? answer.dimensions.map(({ dimension, parts }) => [dimension, parts.length]) : [];
  expect(Object.fromEntries(named)).toEqual({ language: 6, policy: 10, labelSource: 1 });
});

describe("an answer is written", () => {
  const answer = explain(inFrench, { events: [release] });

  test("toMoveJson(answer) with the fields of the command and those of the move", () => {
    const fields = JSON.parse(toMoveJson(answer));
    expect(Object.keys(fields)).toEqual([
      "change",
      "verdict",
      "mix",
      "rate",
      "causes",
      "unexplained",
      "kind",
      "slice",
      "since",
      "event",
      "from",
      "to",
    ]);
    expect(fields.event).toEqual({ id: "p2", kind: "package", at: "2024-01-07T00:00:00Z", pValue: 1 / 12 });
    expect(fields.from).toEqual({ count: 180, total: 3600 });
  });

  test("formatMove(answer, labels) in sentences", () => {
    const labels = {
      metric: "FPR, auto",
      windows: "before against after",
      numerator: "wrong",
      denominator: "good",
    };
    expect(formatMove(answer, labels).split("\n").slice(0, 4)).toEqual([
      "FPR, auto, before against after: 5.0 % (180 of 3,600) before, 7.5 % (270 of 3,600) after: +2.5 points",
      "cause: slices changed beyond chance.",
      "Since 2024-01-07.",
      "Event: package p2, 2024-01-07T00:00:00Z (p = 0.08 that it is a coincidence).",
    ]);
  });
});
