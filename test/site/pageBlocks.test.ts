import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { pageBlocks } from "../../loaders/site/pageBlocks.js";
import type { BlockSite } from "../../loaders/site/pageBlocks.js";
import { formatProblem } from "../../loaders/site/parseBlock.js";
import type { View } from "../../src/components/view.js";

const none: Pick<View, "summary" | "options" | "render"> = {
  summary: "",
  options: {},
  render: (_options, { document }) => document.createElement("p"),
};
const views: readonly View[] = [
  { ...none, name: "note fixed", uses: [], needs: ["report.json"] },
  { ...none, name: "note live", uses: ["from"], needs: ["terms.arrow", "report.json"] },
  {
    ...none,
    name: "metric",
    subject: "metric",
    options: { metric: { type: "metric" } },
    uses: [],
    needs: [],
  },
];

/** What a page becomes, and the problems that were told. */
function render(
  body: string,
  given: { html?: string; filters?: string[]; bodyStart?: number; variables?: Record<string, string> } = {},
): { html: string; problems: string[] } {
  const { html = "<p>drawn</p>", filters = [], bodyStart = 0, variables = {} } = given;
  const problems: string[] = [];
  const site: BlockSite = {
    views,
    vocabulary: { metrics: ["fpr"], dimensions: [] },
    pageOf: () => ({
      file: "x.md",
      frontMatter: { filters, data: {}, withoutItems: [] },
      body,
      bodyStart,
      placeOf: () => "",
    }),
    placeOf: ({ name }) => ({ module: `views/${name.replace(" ", "-")}.js`, name: "live" }),
    draw: () => html,
    drawControls: (names) => `<form>${names.join(" ")} cost $</form>`,
    variables: () => variables,
    onProblem: (file, line, problem) => problems.push(formatProblem(file, line, problem)),
  };
  const md = pageBlocks(new MarkdownIt({ html: true }), site);
  return { html: md.render(body, { path: "/x" }), problems };
}

describe("pageBlocks()", () => {
  test("puts the HTML of each line where its block stands", () => {
    expect(render("# A\n\n```note\nfixed\n\nfixed\n```\n\nB").html).toBe(
      "<h1>A</h1>\n<p>drawn</p>\n\n<p>drawn</p>\n\n<p>B</p>\n",
    );
    expect(render("```metric\nfpr\n```").html).toBe('<div class="tiles">\n<p>drawn</p>\n\n</div>\n');
  });

  test("says once what live blocks lack, and keeps their places for choices that bring it", () => {
    const lack = '<p class="empty">This data holds no audits: table review_event.</p>';
    const { html } = render("```note\nlive\nlive\nfixed\n```\n\n```note\nlive\n```", { html: lack });
    const holder = (inner: string): string => `<div data-view="note live" data-options="{}">${inner}</div>`;
    const above = '<p class="empty">This lacks the same as a block above.</p>';
    expect(html).toBe(`${holder(lack)}\n${holder("")}\n${lack}\n\n${holder(above)}\n\n`);
  });

  test("leaves fences of other languages and plain code as they are", () => {
    for (const body of [
      "```js\nfixed\n```",
      "```\nfixed\n```",
      "```notes\nfixed\n```",
      "    fixed\n",
      "`note fixed`",
    ]) {
      expect(render(body)).toEqual({ html: new MarkdownIt().render(body), problems: [] });
    }
  });

  test("says file, line and column of a wrong line, in the page as well", () => {
    const message = 'expected one of fixed, live after `note`, got "fixd" (did you mean "fixed"?)';
    const { html, problems } = render("```note\nfixed\n\n  fixd\n```\n", { bodyStart: 3 });
    expect(problems).toEqual([`x.md:7:3: ${message}`]);
    expect(html).toContain(
      `<div class="observablehq--inspect observablehq--error" role="alert">src/x.md:7:3: ${message.replaceAll('"', "&quot;")}</div>`,
    );
    expect(html).toContain("<p>drawn</p>");
  });

  test("shows a wrong line as text", () => {
    expect(render("```note\n<b>${1+1}</b>\n```").html).toContain(
      "got &quot;&lt;b>&#36;{1+1}&lt;/b>&quot;</div>",
    );
  });

  test("leaves no dollar sign in what it draws, since Framework would run `${…}`", () => {
    const { html } = render("# A\n\n```note\nlive\n```", {
      html: "<p title='${1}'>${1+1}</p>",
      filters: ["from"],
    });
    expect(html).toContain("<p title='&#36;{1}'>&#36;{1+1}</p>");
    expect(html).toContain("cost &#36;</form>");
    expect(html).not.toContain("$");
  });

  test("remembers on an element how to draw a block again, when a choice changes it", () => {
    expect(render("```note\nlive\n```").html).toBe(
      '<div data-view="note live" data-options="{}"><p>drawn</p></div>\n\n',
    );
    expect(render("```note\nfixed\n```").html).not.toContain("data-view");
  });

  test("adds controls below the first heading, and a script that loads the data and code of the live blocks", () => {
    const { html } = render("Before\n\n# A\n\n```note\nlive\n```\n\n# B", { filters: ["from", "to"] });
    expect(html).toContain("<h1>A</h1>\n<form>from to cost &#36;</form>\n<div data-view");
    const script = html.slice(html.indexOf('<pre><code class="language-js">'));
    expect(script).toBe(
      [
        '<pre><code class="language-js">import { takeOver } from &quot;./components/live.js&quot;;',
        "",
        "takeOver({",
        "  files: {",
        "    &quot;report.json&quot;: () =&gt; FileAttachment(&quot;./data/report.json&quot;).arrayBuffer(),",
        "    &quot;terms.arrow&quot;: () =&gt; FileAttachment(&quot;./data/terms.arrow&quot;).arrayBuffer(),",
        "  },",
        "  views: [",
        "    () =&gt; import(&quot;./views/note-live.js&quot;).then((found) =&gt; found.live),",
        "  ],",
        "});",
        "</code></pre>\n",
      ].join("\n"),
    );
    expect(render("# A\n\n```note\nlive\n```").html).not.toContain("takeOver");
  });

  test("puts variables into text and headings as text, whatever they hold", () => {
    const variables = { word: "<script>alert(1)</script> *b* [a](b) ${1+1} `c` &amp; \\" };
    const plain = "&lt;script&gt;alert(1)&lt;/script&gt; *b* [a](b) ${1+1} `c` &amp;amp; \\";
    expect(render("# The {{word}}\n\n{{word}} and {{other}}", { variables }).html).toBe(
      `<h1>The ${plain}</h1>\n<p>${plain} and {{other}}</p>\n`,
    );
  });
});
