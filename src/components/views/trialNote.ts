import { formatCount } from "../../metrics/format.js";
import type { TermExampleRow } from "../../model/artefact.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import type { PageData } from "../pageData.js";
import { valueLabel } from "../selection.js";
import type { ComparedHit } from "../whatIf/compareTrials.js";
import { drawTrial } from "../whatIf/drawTrial.js";
import type { HitTerm } from "../whatIf/drawTrial.js";
import { exampleTerms, exampleText, exampleTrial } from "../whatIf/exampleTrial.js";
import { trialWords } from "../whatIf/trialWords.js";
import type { View } from "../view.js";

/** The fields for a text and a change of the package, disabled until the page's script takes over. */
export const trialNote: View = {
  name: "note trial",
  summary: "fields to try a text against the newest release",
  options: {},
  uses: [],
  needs: ["report.json", "packageTerms.arrow", "termExamples.arrow"],
  render(_options, { data, document }) {
    const h = elementsOf(document);
    const release = data.report.releases.at(-1);
    if (release === undefined)
      return h("p", { class: "empty" }, ["There is no package to try a text against."]);
    if (data.packageTerms.length === 0) {
      const words = `The ${formatCount(release.terms)} terms of package ${release.label} are too many for a page, or none is a word. The command riskbook match finds them in a file of texts.`;
      return h("p", { class: "empty" }, [words]);
    }
    return h("div", { class: "trial", "data-release": release.label }, [
      h("div", { class: "finding" }, [
        h("p", {}, [
          `Paste a text to see which of the ${formatCount(data.packageTerms.length)} words of package ${release.label} hit it, and what a changed package would do. `,
          "Nothing that you write leaves this page.",
        ]),
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

function otherTerms(h: ElementMaker, count: number): HTMLElement[] {
  if (count <= 0) return [];
  const words = `The other ${formatCount(count)} terms are regexes, rules, images or videos, and evasive spellings are not tried here: the command riskbook match runs all of them.`;
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
      field(h, "Language of the text", languageSelect(h, data)),
      field(h, "Or an item of the traffic (its text is masked)", itemSelect(h, items, data)),
    ]),
  ];
}

/** A label above its control; hidden with a control that offers nothing. */
function field(h: ElementMaker, label: string, control: HTMLElement): HTMLElement {
  return h("label", { class: "trial-field", hidden: control.hidden }, [h("span", {}, [label]), control]);
}

function languageSelect(h: ElementMaker, { report }: PageData): HTMLElement {
  const codes = new Set(Object.keys(report.termsByLanguage).flatMap((list) => list.split(";")));
  codes.delete("");
  const named = [...codes].map((code) => ({ code, label: valueLabel("language", code, report) }));
  return h("select", { class: "trial-language", autocomplete: "off", disabled: true }, [
    h("option", { value: "" }, ["not known: every term applies"]),
    ...named
      .toSorted((a, b) => (a.label < b.label ? -1 : 1))
      .map(({ code, label }) => h("option", { value: code }, [label])),
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

function changeFields(h: ElementMaker): HTMLElement {
  const matches: readonly (readonly [string, string])[] = [
    ["word", "as a whole word"],
    ["prefix", "at the start of a word"],
    ["substring", "anywhere"],
  ];
  const options = matches.map(([value, label]) => h("option", { value }, [label]));
  const off = { autocomplete: "off", disabled: true };
  const input = h("input", { class: "trial-added", type: "text", dir: "auto", spellcheck: "false", ...off });
  return h("fieldset", { class: "trial-change" }, [
    h("legend", {}, ["Change the package"]),
    h("div", { class: "trial-row" }, [
      field(h, "Add a term", input),
      field(h, "It matches", h("select", { class: "trial-match", ...off }, options)),
    ]),
    h(
      "div",
      { class: "trial-switches", role: "group", "aria-label": "Terms that hit the text", hidden: true },
      [h("p", {}, ["Terms that hit the text; clear a box to switch a term off:"]), h("ul", {})],
    ),
  ]);
}

function exampleTerm({ term = exampleTerms.length - 1 }: ComparedHit): HitTerm {
  return exampleTerms[term] ?? { term: "", match: "", traffic: "" };
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
    const children: Child[] = [
      h("p", {}, [
        "Every hit is marked and numbered as in the table; where hits overlap the mark is darker. ",
        "A dashed mark is what a change would gain, a struck one what it would lose. ",
        "The package and the text of this example are invented: the reader switched the first term off and added the last.",
      ]),
      h("p", { class: "example-summary" }, [words]),
      ...drawTrial(h, exampleTrial, {
        text: exampleText,
        isMasked: false,
        isChanged: true,
        title: "An invented text with its hits",
        termOf: exampleTerm,
      }),
    ];
    return h("div", { class: "trial-example" }, children);
  },
};
