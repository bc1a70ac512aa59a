import { expect, test } from "vitest";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

const small = await smallData();

/** The package in which the one term that came with r3 has this action. */
function withAction(action: string) {
  const terms = small.terms.map((term) => (term.firstRelease > 0 ? { ...term, action } : term));
  return { ...small, terms };
}

test("what terms do is told where they do not all do the same", () => {
  const table = (action: string) => drawn(withAction(action), { fence: "table", line: "terms" });
  expect(table("watch")).toContain(">Action</th>");
  expect(table("watch").match(/<td>(watch|reject)<\/td>/g)).toEqual([
    "<td>reject</td>",
    "<td>reject</td>",
    "<td>watch</td>",
  ]);
  expect(table("reject")).not.toContain("Action");
});

test("the page of a term that only watches says what it would catch", () => {
  const page = { fence: "note", line: "term", params: { termId: "t3" } };
  const watching = drawn(withAction("watch"), page);
  expect(watching).toContain("action watch, in the package since");
  expect(watching).toContain("if it rejected it would catch these.");
  expect(drawn(withAction("reject"), page)).toContain("without it the package would let");
});
