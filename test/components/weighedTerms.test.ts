import { expect, test } from "vitest";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

const plain = await smallData();
/** The labels of "plum", 30 of 40 violating, stand for 60 of 240 items and are of eight advertisers. */
const data = {
  ...plain,
  terms: plain.terms.map((term) => {
    const { tp, labelled } = term;
    const own = { weightedTp: tp, weightedLabelled: labelled, effectiveN: labelled };
    const weighed = { weightedTp: 60, weightedLabelled: 240, effectiveN: 12, advertisers: 8 };
    return { ...term, ...(term.termId === "t1" ? weighed : own) };
  }),
};

test("a term's page tells its precision by the labels' samples, and proposes by advertisers", () => {
  const html = drawn(data, { fence: "note", line: "term", params: { termId: "t1" } });
  expect(html).toContain(
    "Its precision is 25.0 % (30 of 40 labelled hits, each counted as many times as its sample stands for and those of an advertiser as one cluster; effective n 12, 95 % interval 8.9–53.2 %).",
  );
  expect(html).toContain(
    "30 of 40 labelled hits, of 8 advertisers, are violating, too few to tell from 50.0 %",
  );
});

test("the table and the scatter of terms have the weighed precision beside the plain counts", () => {
  const table = drawn(data, { fence: "table", line: "terms" });
  expect(table).toContain(
    '<td class="number">30</td><td class="number">10</td><td class="number">25.0 %</td><td class="number">8.9–53.2 %</td>',
  );
  expect(table).toContain("Wilson on the effective n");
  expect(drawn(data, { fence: "chart", line: "scatter terms" })).toContain("50 items, precision 25.0 %");
});
