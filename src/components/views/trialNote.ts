import { formatCount } from "../../metrics/format.js";
import type { PackageTermRow, TermExampleRow } from "../../model/artefact.js";
import { elementsOf } from "../element.js";
import type { ElementMaker } from "../element.js";
import type { PageData } from "../pageData.js";
import { valueLabel } from "../selection.js";
import type { ComparedHit } from "../whatIf/compareTrials.js";
import type { HitTerm } from "../whatIf/drawHits.js";
import { trialBoard } from "../whatIf/drawTrial.js";
import { exampleTerms, exampleText, exampleTrial } from "../whatIf/exampleTrial.js";
import { noSwitches } from "../whatIf/trialSwitches.js";
import { counted, trialWords } from "../whatIf/trialWords.js";
import type { View } from "../view.js";

/** The fields for a text and a change of the package, disabled until the page's script takes over. */
export const trialNote: View = {
  name: "note trial",
  summary: "fields to try a text against the newest release",
  options: {},
  uses: [],
  needs: ["report.json", "packageTerms.arrow", "termExamples.arrow", "decisions.arrow"],
  render(_options, { data, document }) {
    const h = elementsOf(document);
    const release = data.report.releases.at(-1);
    if (release === undefined)
      return h("p", { class: "empty" }, ["There is no package to try a text against."]);
    if (data.packageTerms.length === 0) {
      const words = `The ${formatCount(release.terms)} terms of package ${release.label} are too many for a page, or none is looked for in texts. The command riskbook match finds them in a file of items.`;
      return h("p", { class: "empty" }, [words]);
    }
    return h("div", { class: "trial", "data-release": release.label }, [
      h("div", { class: "finding" }, [
        h("p", {}, [
          `Paste a text to see which of the ${kindCounts(data.packageTerms)} of package ${release.label} hit it, and what a changed package would do. `,
          "Nothing that you write leaves this page.",
        ]),
        ...datedTerms(h, data.packageTerms),
        ...otherTerms(h, release.terms - data.packageTerms.length),
      ]),
      h("noscript", {}, [
        h("p", {}, ["Trying a text needs JavaScript; the example below shows what it gives."]),
      ]),
      ...textFields(h, data),
      changeFields(h),
      h("p", { class: "trial-summary", role: "status" }),
      h("div", { class: "trial-result" }),
    ]);
  },
};

/** "2,000 words, 30 regexes and 4 rules", without those that there are none of. */
function kindCounts(terms: readonly PackageTermRow[]): string {
  const names = { word: ["word", "words"], regex: ["regex", "regexes"], rule: ["rule", "rules"] } as const;
  const parts = Object.entries(names).flatMap(([kind, [one, many]]) => {
    const count = terms.filter((term) => term.kind === kind).length;
    return count === 0 ? [] : [`${formatCount(count)} ${count === 1 ? one : many}`];
  });
  return new Intl.ListFormat("en-GB").format(parts);
}

function datedTerms(h: ElementMaker, terms: readonly PackageTermRow[]): HTMLElement[] {
  const count = terms.filter(({ validFrom, validTo }) => validFrom !== "" || validTo !== "").length;
  if (count === 0) return [];
  const verb = count === 1 ? "begins or ends" : "begin or end";
  const words = `${counted(count, "term")} ${verb} at some moment: what is not in force when you open this page does not hit.`;
  return [h("p", {}, [words])];
}

function otherTerms(h: ElementMaker, count: number): HTMLElement[] {
  if (count <= 0) return [];
  const words = `The other ${formatCount(count)} terms are images and videos, which are found by their hashes: they are not tried here, but by the command riskbook match.`;
  return [h("p", {}, [words])];
}

function textFields(h: ElementMaker, data: PageData): HTMLElement[] {
  const items = pickedItems(data.termExamples);
  const area = h("textarea", {
    rows: 5,
    dir: "auto",
    autocomplete: "off",
    // A browser may send a text away to check its spelling.
    spellcheck: "false",
    disabled: true,
  });
  return [
    field(h, "Text", area),
    h("div", { class: "trial-row" }, [
      field(h, "Language of the text", scopeSelect(h, data, "language")),
      field(h, "Market of the text", scopeSelect(h, data, "market")),
      field(h, "Or an item of the traffic (its text is masked)", itemSelect(h, items, data)),
    ]),
  ];
}

/** A label above its control; hidden with a control that offers nothing. */
function field(h: ElementMaker, label: string, control: HTMLElement): HTMLElement {
  return h("label", { class: "trial-field", hidden: control.hidden }, [h("span", {}, [label]), control]);
}

/** Where a text may come from, as the package's scopes and the data have it; hidden when neither names any. */
function scopeSelect(h: ElementMaker, data: PageData, scope: "language" | "market"): HTMLElement {
  const limits = data.packageTerms.flatMap((row) => row[`${scope}s`].split(";"));
  const values = new Set([...limits, ...data.decisions.map(({ slice }) => slice[scope] ?? "")]);
  values.delete("");
  const named = [...values].map((value) => ({ value, label: valueLabel(scope, value, data.report) }));
  const off = { autocomplete: "off", disabled: true, hidden: values.size === 0 };
  return h("select", { class: `trial-${scope}`, ...off }, [
    h("option", { value: "" }, ["not known: every term applies"]),
    ...named
      .toSorted((a, b) => (a.label < b.label ? -1 : 1))
      .map(({ value, label }) => h("option", { value }, [label])),
  ]);
}

function itemSelect(h: ElementMaker, items: readonly TermExampleRow[], { report }: PageData): HTMLElement {
  return h(
    "select",
    { class: "trial-item", autocomplete: "off", disabled: true, hidden: items.length === 0 },
    [
      h("option", { value: "" }, ["none"]),
      ...items.map(({ itemId, truth, policy, text }) => {
        const about = policy === "" ? "" : `, ${valueLabel("policy", policy, report)}`;
        return h("option", { value: itemId, "data-text": text }, [`${itemId}: ${truth}${about}`]);
      }),
    ],
  );
}

/** Items that the reader may pick. */
const mostItems = 12;

/** The first items whose text is published, each once. */
function pickedItems(examples: readonly TermExampleRow[]): TermExampleRow[] {
  const items = new Map(examples.filter(({ text }) => text !== "").map((row) => [row.itemId, row]));
  return [...items.values()].slice(0, mostItems);
}

type Choices = readonly (readonly [value: string, label: string])[];

function changeFields(h: ElementMaker): HTMLElement {
  const select = (name: string, choices: Choices): HTMLElement => {
    const options = choices.map(([value, label]) => h("option", { value }, [label]));
    return h("select", { class: `trial-${name}`, autocomplete: "off", disabled: true }, options);
  };
  const problem = "trial-problem";
  const input = h("input", {
    class: "trial-added",
    type: "text",
    dir: "auto",
    spellcheck: "false",
    autocomplete: "off",
    disabled: true,
    "aria-describedby": problem,
  });
  return h("details", { class: "trial-change" }, [
    h("summary", {}, ["Change the package: switch terms off, edit or add one"]),
    field(h, "Add a term", input),
    h("p", { class: problem, id: problem }),
    h("div", { class: "trial-row" }, [
      field(h, "It is", select("kind", kinds)),
      field(h, "It matches", select("match", matches)),
      field(h, "Looked for in", select("views", views)),
      field(h, "Its hits", select("action", actions)),
    ]),
    h("div", { class: "trial-switches", role: "group", "aria-label": "Terms that hit the text" }, [
      h("p", {}, [noSwitches]),
      h("ul", {}),
    ]),
  ]);
}

const kinds: Choices = [
  ["word", "a word or phrase"],
  ["regex", "a regex"],
  ["rule", "a rule over term ids"],
];
const matches: Choices = [
  ["word", "as a whole word"],
  ["prefix", "at the start of a word"],
  ["substring", "anywhere"],
];
const views: Choices = [
  ["canonical", "the text as it reads"],
  ["evasive", "evasive spellings, too"],
];
const actions: Choices = [
  ["", "count"],
  ["allow", "are exceptions"],
];

function exampleTerm({ term }: ComparedHit): HitTerm {
  return exampleTerms[term] ?? { term: "", kind: "", match: "", traffic: "" };
}

/** An invented text and package, tried when the page was built. */
export const trialExampleNote: View = {
  name: "note trial example",
  summary: "an invented text tried against an invented package, with what the result means",
  options: {},
  uses: [],
  needs: [],
  render(_options, { document }) {
    const h = elementsOf(document);
    const words = trialWords(exampleTrial, {
      release: "“Orchard”",
      terms: exampleTerms.length,
      isChanged: true,
    });
    const board = trialBoard(h);
    board.show(exampleTrial, {
      text: exampleText,
      isMasked: false,
      isChanged: true,
      title: "An invented text with its hits",
      termOf: exampleTerm,
    });
    return h("div", { class: "trial-example" }, [
      h("p", {}, [
        "Every hit is marked and numbered as in the table; where hits overlap the mark is darker. ",
        "A dashed mark is what a change would gain, a struck one what it would lose. ",
        "A framed mark is an exception: a hit inside it does not count. ",
        "The package and the text of this example are invented: the reader switched the first term off and added the last.",
      ]),
      h("p", { class: "example-summary" }, [words]),
      ...board.elements,
    ]);
  },
};
