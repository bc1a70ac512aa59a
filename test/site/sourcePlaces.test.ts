import { expect, test } from "vitest";
import { formatCheckProblem, problemOf } from "../../loaders/site/checkProblem.js";
import { sourcePlaces } from "../../loaders/site/sourcePlaces.js";
import { tempFolder } from "../sources/tempFolder.js";

const page = `---
title: A
---

Text of ./gone, and [gone](./gone#part).

\`\`\`js
({fine: true})
\`\`\`

\`\`\`js
const fine = 1;
import {x} from "../outside.js";
\`\`\`

\`\`\`js
let a = 1;
let b = ;
\`\`\`

\`\`\`js echo
let c = ;
\`\`\`
`;
const files = { "a.md": page, "data/made.json.ts": "", "data/kept.csv": "a\n1\n" };

const link = (target: string) => `expected a file of the site, got a link to ${target}`;
const problems = [
  problemOf("empty-file", "_file/data/made.0123abcd.json", { message: "empty" }),
  problemOf("data-file-size", "_file/data/kept.0123abcd.csv", { message: "large" }),
  problemOf("broken-link", "a.html", { line: 90, message: link("./gone.html#part") }),
  problemOf("framework-error", "a.html", {
    line: 91,
    message: "SyntaxError: non-local import: ../outside.js (1:0)",
  }),
  problemOf("framework-error", "a.html", { line: 92, message: "SyntaxError: Unexpected token (2:8)" }),
  problemOf("framework-error", "a.html", { line: 93, message: "SyntaxError: Unexpected token (1:8)" }),
];

test.each([
  ["one workspace", ""],
  ["a workspace among several", "tiny/"],
])("sourcePlaces() names the file and line that the author of %s wrote", async (_what, prefix) => {
  const source = await tempFolder(files);
  const given = problems.map((problem) => ({ ...problem, file: prefix + problem.file }));
  const placed = await sourcePlaces(given, { source, prefixes: [prefix] });
  expect(placed.map((problem) => formatCheckProblem(problem).split(": ").slice(0, 2).join(": "))).toEqual([
    "src/data/made.json.ts:1: empty-file",
    "src/data/kept.csv:1: data-file-size",
    "src/a.md:5: broken-link",
    "src/a.md:13: framework-error",
    "src/a.md:18: framework-error",
    "src/a.md:22: framework-error",
  ]);
});

test("sourcePlaces() leaves problems where they are that lead to no line of an author", async () => {
  const source = await tempFolder(files);
  const others = [
    problemOf("accessibility", "a.html", { message: "contrast" }),
    problemOf("broken-link", "a.html", { line: 3, message: link("./drawn.html") }),
    problemOf("broken-link", "terms/b.html", { line: 3, message: link("./gone.html") }),
    problemOf("empty-file", "_file/data/none.0123abcd.json", { message: "empty" }),
  ];
  expect(await sourcePlaces(others, { source, prefixes: [""] })).toEqual(others);
});
