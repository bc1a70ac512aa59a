import { describe, expect, test } from "vitest";
import type { Compared } from "../../src/gate/compared.js";
import { gateDecisions } from "../../src/gate/gateChange.js";
import type { GateResult } from "../../src/gate/gateChange.js";
import { gateMarkdown } from "../../src/gate/gateMarkdown.js";
import { gateText } from "../../src/gate/gateText.js";
import { termChanges } from "../../src/gate/termChanges.js";
import type { Term } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { truthNames } from "../../src/replay/traffic.js";

const limits = {
  maxFprRise: 0.01,
  maxRecallFall: 0.005,
  maxTermShare: 0.05,
  minLabels: 30,
  maxP0Lost: 0,
  minCoverage: 0.5,
};

type Group = {
  readonly count: number;
  readonly truth: Truth;
  readonly flip: "00" | "01" | "10" | "11";
  readonly policy?: string;
};

function comparedOf(groups: readonly Group[]): Compared {
  const items = groups.flatMap((group) => Array.from({ length: group.count }, () => group));
  return {
    ids: utf8Column(items.map((_, at) => `i${at}`)),
    truths: Uint8Array.from(items, ({ truth }) => truthNames.indexOf(truth)),
    weights: new Float64Array(items.length).fill(1),
    clusters: Int32Array.from(items.keys()),
    sliceOf: Int32Array.from(items.keys()),
    slices: items.map(({ policy = "jam" }) => ({ policy })),
    dimensions: ["policy"],
    money: [{ currency: "EUR", amounts: new Float64Array(items.length).fill(0.5) }],
    before: Uint8Array.from(items, ({ flip }) => Number(flip[0])),
    after: Uint8Array.from(items, ({ flip }) => Number(flip[1])),
  };
}

const rest: readonly Group[] = [
  { count: 2_000, truth: "violating", flip: "11" },
  { count: 8_000, truth: "good", flip: "00" },
];

function gate(groups: readonly Group[], p0: readonly string[] = []): GateResult {
  return gateDecisions(comparedOf([...rest, ...groups]), { from: "a", to: "b" }, { limits, p0 });
}

function outcomes({ rules }: GateResult): Record<string, string> {
  return Object.fromEntries(rules.map(({ rule, outcome }) => [rule, outcome]));
}

describe("gateDecisions()", () => {
  test("passes a change that catches more and does no harm", () => {
    const result = gate([
      { count: 100, truth: "violating", flip: "01" },
      { count: 5, truth: "good", flip: "01" },
    ]);
    expect(result.verdict).toBe("PASS");
    expect(outcomes(result)).toEqual({ labels: "PASS", recall: "PASS", fpr: "PASS", guard: "PASS" });
    expect(result.flips).toEqual({
      gainedTP: 100,
      lostTP: 0,
      newFP: 5,
      fixedFP: 0,
      unlabelledGained: 0,
      unlabelledLost: 0,
    });
    expect(result.metrics.money).toEqual([
      {
        currency: "EUR",
        gainedTP: 50,
        lostTP: 0,
        newFP: 2.5,
        fixedFP: 0,
        unlabelledGained: 0,
        unlabelledLost: 0,
      },
    ]);
    expect(result.advice).toEqual([]);
  });

  test("passes a change of nothing", () => {
    expect(gate([]).verdict).toBe("PASS");
    expect(gate([]).slices).toEqual([]);
  });

  test("fails where FPR surely rises too far, and where recall surely falls", () => {
    expect(outcomes(gate([{ count: 300, truth: "good", flip: "01" }]))).toMatchObject({ fpr: "FAIL" });
    expect(outcomes(gate([{ count: 100, truth: "violating", flip: "10" }]))).toMatchObject({
      recall: "FAIL",
    });
  });

  test("cannot tell where the interval holds the limit, also with every label there", () => {
    const { verdict, rules } = gate([{ count: 80, truth: "good", flip: "01" }]);
    const fpr = rules.find(({ rule }) => rule === "fpr");
    expect([verdict, fpr?.outcome, fpr?.labels]).toEqual(["INCONCLUSIVE", "INCONCLUSIVE", undefined]);
    expect(fpr?.sentence).toContain("No number of labels on this traffic is likely to decide it");
  });

  test("never passes what has no labels, and asks for them", () => {
    const result = gate([{ count: 500, truth: "unlabelled", flip: "01" }]);
    expect(outcomes(result)).toEqual({
      labels: "INCONCLUSIVE",
      recall: "INCONCLUSIVE",
      fpr: "INCONCLUSIVE",
      guard: "PASS",
    });
    expect(result.rules.map(({ labels }) => labels)).toEqual([30, 30, 30, undefined]);
    expect(result.advice[0]).toBe(
      "About 30 labels of changed decisions would decide; take the first of label-request.csv.",
    );
  });

  test("says how many labels would decide, which then do", () => {
    const open = (labelled: number): readonly Group[] => [
      { count: labelled * 0.9, truth: "violating", flip: "01" },
      { count: labelled * 0.1, truth: "good", flip: "01" },
      { count: 500 - labelled, truth: "unlabelled", flip: "01" },
    ];
    const first = gate(open(30));
    const labels = first.rules.find(({ rule }) => rule === "fpr")?.labels ?? 0;
    expect(first.verdict).toBe("INCONCLUSIVE");
    expect(labels).toBeGreaterThan(30);
    expect(labels).toBeLessThan(470);
    const more = Math.ceil((30 + labels * 1.1) / 10) * 10; // what is asked for is an estimate
    expect(gate(open(more)).verdict).toBe("PASS");
  });

  test("fails for one lost violation of a policy that cannot wait, and waits for labels of others", () => {
    const lost = (truth: Truth, policy: string): GateResult =>
      gate(
        [
          { count: 1, truth, flip: "10", policy },
          { count: 200, truth: "violating", flip: "01", policy: "jam" },
        ],
        ["safety"],
      );
    expect(outcomes(lost("violating", "safety"))).toMatchObject({ p0: "FAIL", recall: "PASS" });
    expect(outcomes(lost("unlabelled", "safety"))).toMatchObject({ p0: "INCONCLUSIVE" });
    expect(outcomes(lost("violating", "jam"))).toMatchObject({ p0: "PASS" });
  });

  test("fails a term that hits more than its share of the items", () => {
    const compared = comparedOf(rest);
    const guarded = [
      { termId: "t1", hits: 501 },
      { termId: "t2", hits: 500 },
    ];
    const { rules } = gateDecisions(compared, { from: "a", to: "b", guarded }, { limits, p0: [] });
    expect(rules.at(-1)).toEqual({
      rule: "guard",
      outcome: "FAIL",
      sentence: "New or changed terms that hit more than 5.0 % of all items: t1 (5.0 %).",
      termIds: ["t1"],
    });
  });

  test("has nothing to say of no items", () => {
    const { verdict } = gateDecisions(comparedOf([]), { from: "a", to: "b" }, { limits, p0: [] });
    expect(verdict).toBe("INCONCLUSIVE");
  });

  test("keeps the money of lost violations and freed good items apart, and says nothing of none", () => {
    const lines = (groups: readonly Group[]): string[] => {
      const texts = [gateText(gate(groups), String), gateMarkdown(gate(groups), String)];
      return texts.flatMap((text) => text.split("\n").filter((line) => line.includes("Revenue")));
    };
    const said = "Revenue (EUR): 2 of good items no longer rejected, 3 of violating ones no longer caught.";
    const changed: readonly Group[] = [
      { count: 6, truth: "violating", flip: "10" },
      { count: 4, truth: "good", flip: "10" },
    ];
    expect(lines(changed)).toEqual([said, `- ${said}`]);
    expect(lines([])).toEqual([]);
  });

  test("adds up over the slices of each dimension", () => {
    const { flips, slices } = gate([
      { count: 7, truth: "violating", flip: "01", policy: "fruit" },
      { count: 3, truth: "good", flip: "10", policy: "jam" },
    ]);
    expect(slices.map(({ value, items }) => [value, items])).toEqual([
      ["fruit", 7],
      ["jam", 10_003],
    ]);
    expect(slices.reduce((sum, slice) => sum + slice.flips.gainedTP + slice.flips.fixedFP, 0)).toBe(
      flips.gainedTP + flips.fixedFP,
    );
  });
});

const plain: Term = {
  termId: "t1",
  term: "plum",
  kind: "word",
  match: "word",
  views: ["canonical"],
  languages: ["en"],
  markets: [],
  policies: [],
  fields: [],
  action: null,
  validFrom: null,
  validTo: null,
  owner: null,
  note: null,
};

test("termChanges() tells added, removed and changed terms; owner and note do not count", () => {
  const from = [plain, { ...plain, termId: "t2" }, { ...plain, termId: "t3" }];
  const to = [
    { ...plain, owner: "someone", note: "kept" },
    { ...plain, termId: "t3", action: "watch" },
    { ...plain, termId: "t4" },
  ];
  expect(termChanges(from, to)).toEqual({ added: [2], removed: [1], changed: [1] });
});

test("gateMarkdown() and gateText() show hostile names as harmless text", () => {
  const result: GateResult = {
    ...gate([{ count: 40, truth: "violating", flip: "01" }]),
    to: "`</code><script>|\u202Eevil\n# x",
    terms: {
      added: [],
      removed: [],
      changed: [],
      responsible: [
        {
          termId: "|<script>`",
          term: `=cmd|'/C calc'!A0 \u202E ${"long ".repeat(1_000)}`,
          side: "to",
          hits: 40,
          flips: gate([]).flips,
          uniqueFlips: gate([]).flips,
        },
      ],
    },
    advice: ["See @everyone <img src=x> [a](b)"],
  };
  const markdown = gateMarkdown(result, (term) => term);
  expect(markdown).toContain("@<!-- -->everyone &lt;img src=x> \\[a\\](b)");
  expect(markdown).toContain("`'</code><script>\\|·evil·# x`");
  expect(markdown.length).toBeLessThan(3_000);
  expect(`${markdown}${gateText(result, (term) => term)}`).not.toMatch(
    /\u202E|long long long long long long/,
  );
  expect(markdown.split("\n").filter((line) => line.startsWith("#"))).toEqual(["### Package gate: PASS"]);
});
