import { JSDOM } from "jsdom";
import { beforeAll, expect, test } from "vitest";
import { openArtefacts } from "../loaders/artefacts/openArtefacts.js";
import { prepareData } from "../loaders/artefacts/prepareData.js";
import type { PageData } from "../src/components/pageData.js";
import { drawn } from "./components/drawn.js";
import { groupDecisions, humanDecisions, rawRate } from "./fixtures/hatecheckRaw.js";
import type { Decision } from "./fixtures/hatecheckRaw.js";
import { rawDifference } from "./fixtures/rawRate.js";
import type { RawRate } from "./fixtures/rawRate.js";
import { numbersIn, numbersOf, percent, points, whole } from "./fixtures/shownNumbers.js";

let data: PageData;
beforeAll(async () => {
  data = await openArtefacts(
    await prepareData("data/hatecheck", { onStep: () => undefined, onProgress: () => undefined }),
  );
});

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("Expected the raw files to give a value, got none");
  return value;
}

function bodyOf(line: string, state: Record<string, string> = {}): HTMLElement {
  return new JSDOM(drawn(data, { fence: "note", line, state })).window.document.body;
}

const fprOf = (group: readonly Decision[]): RawRate => known(rawRate("fpr", group));

/** Languages with the false positive rate of their reviewers and that of all others, the largest excess first. */
function againstOthers() {
  const languages = [...groupDecisions(humanDecisions, ({ language }) => language)];
  return languages
    .map(([language, own]) => {
      const rest = humanDecisions.filter((decision) => decision.language !== language);
      return { language, own, rest, difference: rawDifference(fprOf(rest), fprOf(own)) };
    })
    .toSorted((a, b) => b.difference.interval[0] - a.difference.interval[0]);
}

/** Kitagawa's parts by policy, straight from their definition. */
function splitByPolicy(from: readonly Decision[], to: readonly Decision[]): { rate: number; mix: number } {
  const [whole0, whole1] = [fprOf(from), fprOf(to)];
  const sides = [from, to].map((side) => groupDecisions(side, ({ policy }) => policy));
  const policies = new Set(sides.flatMap((side) => [...side.keys()]));
  const parts = [...policies].flatMap((policy) => {
    const [r0, r1] = sides.map((side) => rawRate("fpr", side.get(policy) ?? []));
    if (r0 === undefined || r1 === undefined) return [];
    const [w0, w1] = [r0.total / whole0.total, r1.total / whole1.total];
    const centre = (whole0.value + whole1.value) / 2;
    return [
      {
        rate: ((r1.value - r0.value) * (w0 + w1)) / 2,
        mix: (w1 - w0) * ((r0.value + r1.value) / 2 - centre),
      },
    ];
  });
  return {
    rate: parts.reduce((sum, { rate }) => sum + rate, 0),
    mix: parts.reduce((sum, { mix }) => sum + mix, 0),
  };
}

test("the page opens with the language whose reviewers over-reject, and by how much, as the raw files say", () => {
  const [first = "", second = ""] = [...bodyOf("apart fpr by=language").querySelectorAll("p")].map(
    ({ textContent }) => textContent ?? "",
  );
  const compared = againstOthers();
  const { language, own, rest, difference } = known(compared[0]);
  const [here, there] = [fprOf(own), fprOf(rest)];
  expect([language, percent(here.value), percent(there.value)]).toEqual(["fr", "58.1", "13.1"]);
  expect(first).toMatch(/^French-language reviewers over-reject: /);

  const allowed = [
    ...numbersOf(here),
    ...numbersOf(there),
    points(difference.difference),
    ...difference.interval.map(points),
    whole(Math.round(here.count - here.total * there.value)),
    String(compared.length),
  ];
  const shown = numbersIn(first, []);
  expect(shown.filter((number) => ![...allowed, "95", "0.001"].includes(number))).toEqual([]);
  expect(shown).toEqual(expect.arrayContaining(allowed));

  const { rate, mix } = splitByPolicy(rest, own);
  expect(numbersIn(second, [])).toEqual([points(rate), points(mix)]);
});

test("the link of its first sentence compares that language with everyone else", () => {
  const link = known(bodyOf("apart fpr by=language").querySelector("a") ?? undefined);
  const state = Object.fromEntries(new URL(link.href, "https://example.org/").searchParams);
  expect(state).toEqual({ metric: "fpr", a: "human:others", b: "human:language=fr" });
  const sentence = bodyOf("contributions", { ...state, by: "policy" }).querySelector("p")?.textContent ?? "";
  const { difference } = known(againstOthers()[0]);
  expect(sentence).toContain("everyone else (people)");
  expect(sentence).toContain(`${points(difference.difference)} points`);
});

test("another metric names another language, or none", () => {
  expect(bodyOf("apart fnr by=language").textContent).toMatch(/^[A-Z][a-z]+-language reviewers under-reject/);
});
