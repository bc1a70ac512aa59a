import { formatCount } from "../../metrics/format.js";
import type { LintExample, PackageLint, RuleFindings } from "../../model/packageLint.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { maskedTerm } from "../mask.js";
import type { PageData } from "../pageData.js";
import { findTerm } from "../terms.js";
import type { View } from "../view.js";

/** What is wrong with the newest release, by rule: how much of it, where, and what to do. */
export const lintTable: View = {
  name: "table lint",
  summary: "what lint finds in the newest release, by rule, with what to do",
  options: {},
  uses: [],
  needs: ["packageHealth.json", "terms.arrow"],
  render(_options, { data, document }) {
    const h = elementsOf(document);
    const { lint } = data.packageHealth;
    if (lint === null) return h("p", { class: "empty" }, ["There is no package that lint could look at."]);
    return h("div", {}, [
      h("p", {}, [[foundWords(lint), ownerWords(lint)].join(" ")]),
      ...lint.unknown.map((text) => h("p", {}, [text])),
      lint.rules.length === 0
        ? undefined
        : dataTable(h, lint.rules, {
            caption: `Findings in release ${lint.release}`,
            columns: columnsOf(h, data),
          }),
    ]);
  },
};

function foundWords({ release, rules }: PackageLint): string {
  if (rules.length === 0) return `Lint finds nothing in release ${release}.`;
  const counts = (["error", "warning", "note"] as const).map((severity) => {
    const own = rules.filter((rule) => rule.severity === severity);
    const found = own.reduce((sum, { findings }) => sum + findings, 0);
    return `${formatCount(found)} ${severity}${found === 1 ? "" : "s"}`;
  });
  return `In release ${release} lint finds ${counts.join(", ")}.`;
}

function ownerWords({ terms, withoutOwner }: PackageLint): string {
  return withoutOwner === 0
    ? `All ${formatCount(terms)} terms have an owner.`
    : `${formatCount(withoutOwner)} of ${formatCount(terms)} terms have no owner.`;
}

function columnsOf(h: ElementMaker, data: PageData): Column<RuleFindings>[] {
  return [
    { label: "Rule", cell: ({ rule }) => rule },
    {
      label: "Severity",
      title: "An error makes a package unfit for release, a warning asks for a look, a note is advice",
      cell: ({ severity }) => severity,
    },
    { label: "Findings", numeric: true, cell: ({ findings }) => formatCount(findings) },
    {
      label: "Terms",
      numeric: true,
      title: "Terms concerned; some findings are about a line or the file",
      cell: ({ terms }) => formatCount(terms),
    },
    { label: "What is wrong", cell: ({ about }) => about },
    { label: "What to do", cell: ({ remedies }) => remedies.join("; or ") },
    {
      label: "Where",
      title: "Those that hit most first",
      cell: (rule) => whereCell(h, data, rule),
    },
  ];
}

function whereCell(h: ElementMaker, data: PageData, { examples, more }: RuleFindings): Child {
  const named = examples.flatMap((example, at) => [at === 0 ? "" : ", ", exampleCell(h, data, example)]);
  const rest = more === 0 ? "" : ` and ${formatCount(more)} more`;
  return h("span", { class: "lint-place" }, [...named, rest]);
}

/** A term that hits has a page; of another one only the mask is known here. */
function exampleCell(h: ElementMaker, data: PageData, { termId, masked, line }: LintExample): Child {
  const found = termId === null ? undefined : findTerm(data, termId);
  if (found !== undefined) return h("a", { href: `./terms/${termId}` }, [maskedTerm(h, found.term)]);
  const place = line === null ? "" : `line ${line}`;
  if (masked === null) return place;
  return h("span", {}, [h("bdi", {}, [masked]), place === "" ? "" : ` (${place})`]);
}
