import { describe, expect, test } from "vitest";
import { blameEvent } from "../../src/rca/blameEvent.js";
import { canCause } from "../../src/rca/moveEvents.js";
import type { MoveEvent } from "../../src/rca/moveEvents.js";

const at = (day: number, hour = 0): number => Date.UTC(2024, 0, day, hour);
const release: MoveEvent = { id: "p2", kind: "package", atMs: at(7) };

describe("canCause(event, effect)", () => {
  const french = { kind: "cause", stage: "auto", slice: { language: "fr" }, excess: 90 } as const;
  const cases: [what: string, event: Partial<MoveEvent>, effect: object, can: boolean][] = [
    ["a package whose terms hit enough", { touched: 60 }, {}, true],
    ["a package whose terms hit nothing", { touched: 2 }, {}, false],
    ["a package of which nothing is known", {}, {}, true],
    ["a package, of what people decide", {}, { stage: "human" }, false],
    ["a model, in one language", { kind: "model" }, {}, false],
    ["a model, everywhere", { kind: "model" }, { kind: "everywhere", slice: undefined }, true],
    ["a guideline, in one language", { kind: "policy" }, { stage: "human" }, true],
    ["a guideline, at one site", { kind: "policy" }, { stage: "human", slice: { site: "south" } }, false],
    ["staff, at one site", { kind: "staffing" }, { stage: "human", slice: { site: "south" } }, true],
    ["a sampling, of a cause", { kind: "sampling" }, { stage: "human" }, false],
    ["a sampling, of a sampling change", { kind: "sampling" }, { kind: "sampling-change" }, true],
    ["anything, of a mix shift", {}, { kind: "mix-shift" }, false],
    ["staff, of a mix of languages", { kind: "staffing" }, { kind: "mix-shift" }, false],
    ["staff, of a mix of sites", { kind: "staffing" }, { kind: "mix-shift", slice: { site: "south" } }, true],
  ];
  test.each(cases)("%s", (...[, event, effect, can]) => {
    expect(canCause({ ...release, ...event }, { ...french, ...effect })).toBe(can);
  });
});

describe("blameEvent(series, { firstMs, events })", () => {
  const step = Array.from({ length: 12 }, (_, day) => ({ count: day < 6 ? 10 : 30, total: 200 }));
  const on = (day: number, hour = 0): MoveEvent => ({
    id: `d${day}h${hour}`,
    kind: "package",
    atMs: at(day, hour),
  });
  const blamed = (events: readonly MoveEvent[], series = step): string | undefined =>
    blameEvent(series, { firstMs: at(1), events })?.id;

  test("takes the event of the day, not the ones of noon before and after", () => {
    expect(blamed([on(6, 12), on(7), on(8, 12)])).toBe("d7h0");
  });

  test("takes one whose day is nearer to the later level than its hour says, within a quarter of a day", () => {
    const series = step.map(({ count }, place) => ({
      count: place === 6 ? 280 : 10 * count,
      total: 2000,
    }));
    expect([blamed([on(7, 10)], series), blamed([on(7, 22)], series)]).toEqual(["d7h10", undefined]);
  });

  test("does not count what came before all days, as it would only add coincidences", () => {
    expect([blamed([on(4), on(7)]), blamed([on(1), on(4), on(7)])]).toEqual(["d7h0", "d7h0"]);
  });

  test("takes one in the course of a day that is half old and half new", () => {
    const series = step.map((day, place) => (place === 6 ? { count: 20, total: 200 } : day));
    expect(blamed([on(7, 12), on(9)], series)).toBe("d7h12");
  });

  test("takes none days away, none of a time outside, and none where events are on most days", () => {
    expect([blamed([on(3)]), blamed([on(25)]), blamed([])]).toEqual([undefined, undefined, undefined]);
    expect(blamed([1, 3, 5, 7, 9, 11].map((day) => on(day)))).toBeUndefined();
  });
});
