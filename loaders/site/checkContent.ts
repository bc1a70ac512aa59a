import { attributeOf, descendantsOf, hasClass, lineOf, textOf, visibleTexts } from "./checkHtml.js";
import type { HtmlElement, HtmlPage } from "./checkHtml.js";
import { problemOf } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";

/** What is wrong with a page's content without running it: errors shown, missing names, captions, headers and values. */
export function checkContent(page: HtmlPage): Problem[] {
  return [
    ...shownErrors(page),
    ...names(page),
    ...page.elements.flatMap((element) => [...caption(page, element), ...header(page, element)]),
    ...nothingShown(page),
  ];
}

/** Framework marks what failed with a class, in the HTML and not in its exit code. */
function shownErrors({ file, elements }: HtmlPage): Problem[] {
  return elements
    .filter((element) => hasClass(element, "observablehq--error"))
    .map((element) =>
      problemOf("framework-error", file, { line: lineOf(element), message: wordsOf(element) }),
    );
}

function names({ file, elements }: HtmlPage): Problem[] {
  const title = elements.find(({ tagName }) => tagName === "title");
  const headings = elements.filter(({ tagName }) => tagName === "h1");
  const problems: Problem[] = [];
  if (title === undefined || wordsOf(title) === "") {
    problems.push(problemOf("page-title", file, { message: "expected a title, got none" }));
  }
  if (headings.length !== 1) {
    const message = `expected one first-level heading, got ${headings.length}`;
    problems.push(problemOf("page-heading", file, { line: headings[1] && lineOf(headings[1]), message }));
  }
  for (const heading of headings.filter((element) => wordsOf(element) === "")) {
    problems.push(
      problemOf("page-heading", file, {
        line: lineOf(heading),
        message: "expected text in the heading, got none",
      }),
    );
  }
  return problems;
}

function caption({ file }: HtmlPage, element: HtmlElement): Problem[] {
  const line = lineOf(element);
  if (element.tagName === "img" && attributeOf(element, "alt") === undefined) {
    return [
      problemOf("figure-caption", file, { line, message: "expected an image with an alt text, got none" }),
    ];
  }
  if (element.tagName !== "figure") return [];
  const found = descendantsOf(element).find(({ tagName }) => tagName === "figcaption");
  if (found !== undefined && wordsOf(found) !== "") return [];
  return [problemOf("figure-caption", file, { line, message: "expected a figure with a caption, got none" })];
}

function header({ file }: HtmlPage, element: HtmlElement): Problem[] {
  if (element.tagName !== "table" || attributeOf(element, "role") === "presentation") return [];
  const headers = descendantsOf(element).filter(({ tagName }) => tagName === "th");
  if (headers.some((th) => wordsOf(th) !== "")) return [];
  return [
    problemOf("table-header", file, {
      line: lineOf(element),
      message: "expected a table with headers, got none",
    }),
  ];
}

/** How JavaScript writes a value that is not there. */
const nothing = /(?<![\w'’-])(?:undefined|NaN|\[object \w+\])(?![\w'’-])/;

/** Elements whose text is no statement of the page: code, and texts of the data, which may say anything. */
const quoted = ["script", "style", "noscript", "template", "code", "pre", "q", "blockquote"];

function nothingShown(page: HtmlPage): Problem[] {
  return [...visibleTexts(page, isQuoted), ...labels(page)].flatMap(({ text, line }) => {
    const found = nothing.exec(text);
    if (found === null) return [];
    const before = text.slice(0, found.index).split("\n").length - 1;
    const message = `expected a value, got ${found[0]} in “${excerpt(text)}”`;
    return [
      problemOf("visible-nothing", page.file, { line: line === undefined ? line : line + before, message }),
    ];
  });
}

function isQuoted(element: HtmlElement): boolean {
  return quoted.includes(element.tagName) || hasClass(element, "masked");
}

function labels({ elements }: HtmlPage): { text: string; line: number | undefined }[] {
  return elements.flatMap((element) =>
    ["aria-label", "title", "d", "transform"].flatMap((name) => {
      const text = attributeOf(element, name);
      return text === undefined ? [] : [{ text, line: lineOf(element) }];
    }),
  );
}

function wordsOf(element: HtmlElement): string {
  return textOf(element).replace(/\s+/g, " ").trim();
}

function excerpt(text: string): string {
  const words = text.replace(/\s+/g, " ").trim();
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
