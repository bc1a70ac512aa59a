import { expect, test } from "vitest";
import { selectPages } from "../../loaders/site/browserSelection.js";

const traits = (file: string, length = 100, { rows = 1, markup = 0 } = {}) => ({
  file,
  length,
  rows,
  markup,
});

test("selectPages() takes every page that is one of its kind", () => {
  const pages = [
    traits("trends.html"),
    traits("index.html"),
    traits("mine/index.html"),
    traits("mine/trends.html"),
  ];
  expect(selectPages(pages)).toEqual(["index.html", "mine/index.html", "mine/trends.html", "trends.html"]);
});

test("selectPages() takes the longest, the emptiest and the most hostile page of a template", () => {
  const pages = [
    traits("terms/0123456789abcdef.html", 900),
    traits("terms/1123456789abcdef.html", 100, { rows: 0 }),
    traits("terms/2123456789abcdef.html", 100, { markup: 9 }),
    traits("terms/3123456789abcdef.html", 100),
    traits("terms/4123456789abcdef.html", 100),
  ];
  expect(selectPages(pages)).toEqual([0, 1, 2].map((at) => `terms/${at}123456789abcdef.html`));
});

test("selectPages() takes a folder full of pages for one template", () => {
  const pages = Array.from({ length: 13 }, (_, at) => traits(`policies/p${at}.html`, 100 + at));
  expect(selectPages(pages)).toEqual(["policies/p0.html", "policies/p12.html"]);
});
