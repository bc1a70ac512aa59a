import { describe, expect, test } from "vitest";
import { formatProblem, isProblem, parseBlock } from "../../loaders/site/parseBlock.js";
import type { OptionType, View } from "../../src/components/view.js";

function view(name: string, options: Readonly<Record<string, OptionType>> = {}, subject?: string): View {
  const render: View["render"] = (_options, { document }) => document.createElement("p");
  return {
    name,
    summary: "",
    options,
    uses: [],
    needs: [],
    render,
    ...(subject === undefined ? {} : { subject }),
  };
}

const metric: OptionType = { type: "metric" };
const stage: OptionType = { type: "choice", choices: ["auto", "human"], fallback: "human" };
const views = [
  view("metric", { metric, stage }, "metric"),
  view("chart trend", { metric, stage }, "metric"),
  view("chart bars", { metric, stage, by: { type: "dimension" } }, "metric"),
  view("chart bars flips", { by: { type: "dimension" } }),
  view("table terms", { limit: { type: "number", fallback: 50 } }),
  view("table term languages"),
];
const site = { views, vocabulary: { metrics: ["fpr", "recall"], dimensions: ["language", "policy"] } };

/** `column: message`, or the view and its options. */
function parsed(kind: string, line: string): string | readonly [string, Readonly<Record<string, string>>] {
  const block = parseBlock(kind, line, site);
  return isProblem(block) ? `${block.column}: ${block.message}` : [block.view.name, block.options];
}

describe("parseBlock() gives the view and all its options", () => {
  test("with defaults filled in and the subject taken from the first bare word", () => {
    expect(parsed("chart", "trend fpr")).toEqual(["chart trend", { metric: "fpr", stage: "human" }]);
    expect(parsed("chart", "  trend   stage=auto\tmetric=recall ")).toEqual([
      "chart trend",
      { metric: "recall", stage: "auto" },
    ]);
    expect(parsed("metric", "fpr")).toEqual(["metric", { metric: "fpr", stage: "human" }]);
    expect(parsed("table", "terms limit=7")).toEqual(["table terms", { limit: "7" }]);
    expect(parsed("table", "terms")).toEqual(["table terms", { limit: "50" }]);
  });

  test("of the longest name that fits", () => {
    expect(parsed("chart", "bars flips by=policy")).toEqual(["chart bars flips", { by: "policy" }]);
    expect(parsed("chart", "bars fpr by=policy")).toEqual([
      "chart bars",
      { metric: "fpr", stage: "human", by: "policy" },
    ]);
  });
});

describe("parseBlock() gives the column and what was expected", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "chart",
      "trnd fpr",
      '1: expected one of trend, bars, bars flips after `chart`, got "trnd fpr" (did you mean "trend"?)',
    ],
    ["chart", " pie", '2: expected one of trend, bars, bars flips after `chart`, got "pie"'],
    [
      "table",
      "term language",
      '1: expected one of terms, term languages after `table`, got "term language" (did you mean "term languages"?)',
    ],
    [
      "chart",
      "trend fpr stge=auto",
      '11: expected an option of metric, stage, got "stge=auto" (did you mean "stage"?)',
    ],
    ["table", "term languages limit=3", '16: expected no option, got "limit=3"'],
    ["table", "terms hits", '7: expected an option of limit, got "hits"'],
    ["chart", "trend  frp", '8: metric: expected a metric of fpr, recall, got "frp" (did you mean "fpr"?)'],
    [
      "chart",
      "trend recal",
      '7: metric: expected a metric of fpr, recall, got "recal" (did you mean "recall"?)',
    ],
    [
      "chart",
      "bars fpr by=langauge",
      '10: by: expected a dimension of language, policy, got "langauge" (did you mean "language"?)',
    ],
    [
      "chart",
      "trend fpr stage=humans",
      '11: stage: expected one of auto, human, got "humans" (did you mean "human"?)',
    ],
    ["table", "terms limit=-1", '7: limit: expected a whole number, got "-1"'],
    ["table", "terms limit=1e3", '7: limit: expected a whole number, got "1e3"'],
    ["table", "terms limit=", '7: limit: expected a whole number, got ""'],
    ["chart", "trend fpr stage=auto stage=human", "22: expected `stage` once, got it twice"],
    ["chart", "trend fpr recall", "11: expected `metric` once, got it twice"],
    ["chart", "trend stage=auto", "1: expected `chart trend` to name a metric, got none"],
    ["metric", "stage=auto", "1: expected `metric` to name a metric, got none"],
    ["chart", "bars fpr", "1: expected `chart bars` to name a by, got none"],
    ["chart", "trend fpr constructor=1", '11: expected an option of metric, stage, got "constructor=1"'],
    ["chart", "trend fpr __proto__=1", '11: expected an option of metric, stage, got "__proto__=1"'],
  ];
  test.each(cases)("%s %s", (kind, line, problem) => {
    expect(parsed(kind, line)).toBe(problem);
  });
});

test("formatProblem() is `file:line:column: message`", () => {
  expect(formatProblem("src/index.md", 12, { column: 7, message: "expected …" })).toBe(
    "src/index.md:12:7: expected …",
  );
});
