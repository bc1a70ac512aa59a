import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { beforeAll, describe, expect, test } from "vitest";
import { openArtefacts } from "../loaders/artefacts/openArtefacts.js";
import { prepareData } from "../loaders/artefacts/prepareData.js";
import type { PageData } from "../src/components/pageData.js";
import { dueNote } from "../src/components/views/dueNote.js";
import { findingsNote } from "../src/components/views/findings.js";
import { freshNote } from "../src/components/views/freshNote.js";
import { rateTile } from "../src/components/views/rateTile.js";
import {
  autoDecisions,
  caseCount as cases,
  confusionMetrics,
  groupDecisions,
  humanDecisions,
  policyTitles,
  rawInconsistency,
  rawRate,
  releases,
} from "./fixtures/hatecheckRaw.js";
import type { Decision } from "./fixtures/hatecheckRaw.js";
import { rawDifference } from "./fixtures/rawRate.js";
import type { RawRate } from "./fixtures/rawRate.js";
import { numbersIn, numbersOf, percent, points } from "./fixtures/shownNumbers.js";

const newest = releases.at(-1) ?? "";
const languages: Readonly<Record<string, string>> = {
  de: "German",
  es: "Spanish",
  fr: "French",
  it: "Italian",
  nl: "Dutch",
  pt: "Portuguese",
};

/** The sentence says nothing but these numbers, and of each rate at least its value, count and total. */
function expectNumbers(text: string, rates: readonly RawRate[], others: readonly string[]): void {
  const shown = numbersIn(text, releases);
  const allowed = new Set([...rates.flatMap(numbersOf), ...others, "95"]);
  expect(
    shown.filter((number) => !allowed.has(number)),
    text,
  ).toEqual([]);
  for (const rate of rates) expect(shown, text).toEqual(expect.arrayContaining(numbersOf(rate).slice(0, 3)));
  expect(shown, text).toEqual(expect.arrayContaining([...others]));
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("Expected the raw files to give a value, got none");
  return value;
}

/** Slices with their rates, the highest value first. */
function ranked(
  groups: ReadonlyMap<string, readonly Decision[]>,
  rateOf: (group: readonly Decision[]) => RawRate | undefined,
) {
  const rates = [...groups].map(([name, group]) => ({ name, rate: rateOf(group) }));
  const enough = rates.flatMap(({ name, rate }) =>
    rate !== undefined && rate.effectiveN >= 30 ? [{ name, rate }] : [],
  );
  return enough.toSorted((a, b) => b.rate.value - a.rate.value);
}

const ofLanguage = ({ language }: Decision): string => language;
const nameOf = (language: string): string => languages[language] ?? "";

let data: PageData;
let findings: string[] = [];
const { document } = new JSDOM("").window;

beforeAll(async () => {
  data = await openArtefacts(
    await prepareData("data/hatecheck", { onStep: () => undefined, onProgress: () => undefined }),
  );
  const list = findingsNote.render({}, { document, data, state: {}, params: {} });
  findings = [...list.querySelectorAll("li")].map((item) => item.textContent ?? "");
});

describe("each number in the sentences of Today is that of the raw files", () => {
  test("four sentences, in this order", () => {
    expect(
      findings.map((text) =>
        [/right in/, /recall/, /over-blocks/, /disagree/].findIndex((pattern) => pattern.test(text)),
      ),
    ).toEqual([0, 1, 2, 3]);
  });

  test("the language whose reviewers over-reject, against the best", () => {
    const byLanguage = groupDecisions(humanDecisions, ofLanguage);
    const order = ranked(byLanguage, (group) => rawRate("accuracy", group));
    const [best, worst] = [known(order[0]), known(order.at(-1))];
    expect([worst.name, percent(worst.rate.value), best.name, percent(best.rate.value)]).toEqual([
      "fr",
      "77.7",
      "it",
      "95.8",
    ]);
    const fpr = known(rawRate("fpr", known(byLanguage.get(worst.name))));
    expect(fpr.value).toBeGreaterThan(known(rawRate("fnr", known(byLanguage.get(worst.name)))).value);
    const { difference, interval } = rawDifference(best.rate, worst.rate);
    expectNumbers(
      findings[0] ?? "",
      [worst.rate, best.rate, fpr],
      [points(difference), ...interval.map(points), String(order.length)],
    );
    expect(findings[0]).toContain(nameOf(worst.name));
    expect(findings[0]).toContain(`in ${nameOf(best.name)}`);
    expect(findings[0]).toContain("They over-reject");
  });

  test("the package's recall and false discovery rate", () => {
    const auto = autoDecisions(newest);
    const [recall, fdr] = [known(rawRate("recall", auto)), known(rawRate("fdr", auto))];
    expect([Math.round(recall.value * 100), Math.round(fdr.value * 100)]).toEqual([5, 42]);
    expectNumbers(findings[1] ?? "", [recall, fdr], []);
    expect(findings[1]).toContain(newest);
  });

  test("the policy that the package over-blocks: profanity without hate", () => {
    const auto = autoDecisions(newest);
    const order = ranked(
      groupDecisions(auto, ({ policy }) => policy),
      (group) => rawRate("fpr", group),
    );
    const [worst, all] = [known(order[0]), known(rawRate("fpr", auto))];
    expect(worst.name).toBe("profanity_nh");
    expect(findings[2]).toContain(policyTitles.get("profanity_nh"));
    const share = String(Math.round((worst.rate.count / all.count) * 100));
    expectNumbers(findings[2] ?? "", [worst.rate, all], [share, String(order.length)]);
  });

  test("the language whose reviewers disagree most", () => {
    const order = ranked(groupDecisions(humanDecisions, ofLanguage), rawInconsistency);
    const [worst, best] = [known(order[0]), known(order.at(-1))];
    expectNumbers(findings[3] ?? "", [worst.rate, best.rate], []);
    expect(findings[3]).toMatch(new RegExp(`${nameOf(worst.name)}.*${nameOf(best.name)}`));
  });
});

describe("each number in the tiles of Today is that of the raw files", () => {
  const block = /```metric\n([^`]*)```/.exec(readFileSync("src/index.md", "utf8"))?.[1] ?? "";
  const tiles = block.trim().split("\n");

  test("there are five", () => {
    expect(tiles).toHaveLength(5);
  });

  test.each(tiles)("%s", (line) => {
    const [metric = "", ...words] = line.split(" ");
    const options: Record<string, string> = Object.fromEntries(words.map((word) => word.split("=")));
    const tile = rateTile.render(
      { compare: "none", ...options, metric },
      { document, data, state: {}, params: {} },
    );
    const decided = options["stage"] === "auto" ? autoDecisions(newest) : humanDecisions;
    const now = known(rawOf(metric, decided));
    const others =
      options["compare"] === "previous" && options["stage"] === "auto" // people judged on 8 days: no period before
        ? [points(now.value - known(rawOf(metric, previousDecisions())).value)]
        : [];
    const since = / since (\S+)/.exec(tile.textContent ?? "")?.[1];
    if (others.length > 0)
      expect(rejectedBy(autoDecisions(since ?? ""))).toBe(rejectedBy(previousDecisions()));
    const shown = [...tile.children].map((part) => part.textContent).join("; ");
    expectNumbers(shown, [now], others);
    expect(tile.querySelector(".tile-value")?.textContent).toContain(percent(now.value));
  });
});

describe("each number in what is due and how fresh it is, is that of the raw files", () => {
  const textOf = (view: typeof dueNote) =>
    view.render({}, { document, data, state: {}, params: {} }).textContent ?? "";

  test("the newest release worsens nothing beyond chance, as its flips say", () => {
    const [now, before] = [autoDecisions(newest), previousDecisions()];
    for (const metric of ["fpr", "recall"]) {
      const [old, recent] = [known(rawRate(metric, before)), known(rawRate(metric, now))];
      const [low, high] = rawDifference(old, recent).interval;
      expect(low <= 0 && high >= 0, metric).toBe(true);
    }
    expect(textOf(dueNote)).toBe(
      "Nothing is due: no metric has a target here, the newest release worsens neither recall nor the false positive rate beyond noise, no policy is named as P0.",
    );
  });

  test("dates and numbers of labels", () => {
    const days = humanDecisions.map(({ day }) => day ?? "").toSorted();
    const labelled = new Set(humanDecisions.map(({ cluster }) => cluster)).size;
    const text = textOf(freshNote);
    expect(text).toContain(`decision of people${days.at(-1)}`);
    expect(text).toContain(`Newest package${newest} (`);
    expect(text).toContain(
      `Items with a label${labelled.toLocaleString("en-US")} of ${cases.toLocaleString("en-US")}`,
    );
  });
});

function rawOf(metric: string, decisions: readonly Decision[]): RawRate | undefined {
  return confusionMetrics.includes(metric) ? rawRate(metric, decisions) : rawInconsistency(decisions);
}

/** The decisions of the last release that rejected other items than the newest. */
function previousDecisions(): Decision[] {
  const now = rejectedBy(autoDecisions(newest));
  const label = releases.findLast((release) => rejectedBy(autoDecisions(release)) !== now);
  return autoDecisions(known(label));
}

function rejectedBy(decisions: readonly Decision[]): string {
  return decisions.map(({ rejected }) => Number(rejected)).join("");
}
