import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { controlsForm } from "../../src/components/controls.js";
import type { PageData } from "../../src/components/pageData.js";
import type { PackageLint } from "../../src/model/packageLint.js";
import { blocks } from "./blocks.js";
import { document, drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

/** Strings that data may hold and no page may obey. */
const hostile = [
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "'><svg onload=alert(1)>",
  "</td></table><h1>own</h1>",
  "javascript:alert(1)",
  "${1+1}",
  "\u202Eesrever\u2066",
];

/** The small data with a hostile string in every place that comes from files. */
function poisoned(data: PageData, text: string): PageData {
  const { report } = data;
  const places = { file: text, text, term: text, itemId: text, truth: text, source: text, table: text };
  return {
    ...data,
    report: {
      ...report,
      workspace: { ...report.workspace, title: text, about: [text] },
      policies: { fruit: text, jam: `${text} ` },
      releases: report.releases.map((release, at) => ({ ...release, label: `${text}${at}` })),
      sources: report.sources.map((row) => ({ ...row, source: places.source })),
      tables: report.tables.map((row) => ({ ...row, table: places.table })),
      rejected: report.rejected.map((row) => ({ ...row, source: places.file, message: text })),
      provenance: { [text]: text },
    },
    terms: data.terms.map((row) => ({ ...row, term: text })),
    packageHealth: { ...data.packageHealth, lint: poisonedLint(data.packageHealth.lint, text) },
    candidates: poisonedCandidates(data.candidates, text),
    termExamples: data.termExamples.map((row) => ({ ...row, itemId: text, truth: text, text })),
    reviewDaily: { ...data.reviewDaily },
  };
}

function poisonedLint(lint: PackageLint | null, text: string): PackageLint | null {
  if (lint === null) return null;
  const rules = lint.rules.map((rule) => ({
    ...rule,
    examples: rule.examples.map((example) => ({ ...example, masked: text })),
  }));
  return { ...lint, release: text, rules };
}

function poisonedCandidates(
  { mined, ...rest }: PageData["candidates"],
  text: string,
): PageData["candidates"] {
  if (mined === null) return { ...rest, mined };
  const candidates = mined.candidates.map((candidate) => ({
    ...candidate,
    term: text,
    nearest: candidate.nearest && { ...candidate.nearest, term: text },
  }));
  return { ...rest, mined: { ...mined, release: text, candidates } };
}

const data = await smallData();
const states = (text: string) => ({ from: `${text}0`, to: `${text}2` });

/** Everything in a piece of HTML that could act: elements that drawings and tables have no use for, handlers, addresses. */
function dangers(html: string): string[] {
  const page = new JSDOM(`<body>${html}</body>`).window.document;
  const elements = [...page.body.querySelectorAll("*")];
  const foreign = elements.filter(({ localName }) =>
    ["script", "img", "h1", "iframe", "object"].includes(localName),
  );
  const attributes = elements.flatMap((element) => [...element.attributes]);
  const handlers = attributes.filter(({ name }) => name.startsWith("on"));
  const addresses = attributes.filter(
    ({ name, value }) => ["href", "xlink:href", "src"].includes(name) && !/^[.#]/.test(value),
  );
  return [
    ...foreign.map(({ localName }) => localName),
    ...handlers.map(({ name }) => name),
    ...addresses.map(({ value }) => value),
  ];
}

describe.each(hostile)("%j in the data does nothing", (text) => {
  const bad = poisoned(data, text);

  test.each(Object.entries(blocks))("in %s", (_name, written) => {
    const state = { ...written.state, ...(written.state?.["from"] === undefined ? {} : states(text)) };
    const html = drawn(bad, { ...written, state });
    expect(dangers(html)).toEqual([]);
  });

  test("in the controls", () => {
    const names = ["metric", "a", "b", "by", "from", "to", "dimensions"];
    expect(dangers(controlsForm(names, bad, document).outerHTML)).toEqual([]);
  });
});

test("what is hostile is shown as it was written", () => {
  for (const text of hostile) {
    const bad = poisoned(data, text);
    const page = new JSDOM(drawn(bad, { fence: "table", line: "terms" })).window.document;
    expect(page.querySelector(".masked-plain")?.textContent).toBe(text);
  }
});

test("a term or text that turns its direction turns nothing around it once revealed", () => {
  const bad = poisoned(data, "\u202Eesrever");
  for (const block of ["termsTable", "termNote", "termOverlapsTable", "termExamplesTable"]) {
    const page = new JSDOM(drawn(bad, blocks[block] ?? { fence: "" })).window.document;
    const plain = [...page.querySelectorAll(".masked-plain")];
    expect(plain.length).toBeGreaterThan(0);
    expect(plain.every((span) => span.getAttribute("dir") === "auto")).toBe(true);
  }
});
