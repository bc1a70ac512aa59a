import { expect, test } from "vitest";
import type { PackageLint } from "../../src/model/packageLint.js";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

const data = await smallData();

function lintHtml(change: Partial<PackageLint> | null): string {
  const { lint } = data.packageHealth;
  const changed = lint === null || change === null ? null : { ...lint, ...change };
  return drawn(
    { ...data, packageHealth: { ...data.packageHealth, lint: changed } },
    { fence: "table", line: "lint" },
  );
}

test("table lint counts findings by severity and terms without an owner", () => {
  const html = lintHtml({});
  expect(html).toContain("In release r3 lint finds 1 error, 1,201 warnings, 1 note.");
  expect(html).toContain("12 of 150 terms have no owner.");
});

test("table lint links terms with a page, gives the line of the others, and counts the rest", () => {
  const html = lintHtml({});
  expect(html.match(/href="\.\/terms\/[^"]*"/g)).toEqual(['href="./terms/t1"']);
  expect(html).toContain("<bdi>s••</bdi> (line 12)");
  expect(html).toContain("<bdi>s•••</bdi></span> and 1,197 more");
});

test("table lint says when nothing is wrong, what it cannot tell, and that there is no package", () => {
  const html = lintHtml({ rules: [], withoutOwner: 0 });
  expect(html).toContain("Lint finds nothing in release r3. All 150 terms have an owner.");
  expect(html).toContain("Cannot tell of 2 videos whether they are too common.");
  expect(html).not.toContain("<table");
  expect(lintHtml(null)).toContain("There is no package that lint could look at.");
});
