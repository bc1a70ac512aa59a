import { expect, test } from "vitest";
import { safeCsv } from "../../src/model/safeCsv.js";

test("safeCsv(rows) quotes what CSV needs and takes the sting out of formulas", () => {
  expect(
    safeCsv([
      ["id", "a,b"],
      ["=cmd|x", "+1"],
      ["@x", 'say "hi"'],
      ["-", "\tq"],
    ]),
  ).toBe(`id,"a,b"\n'=cmd|x,'+1\n'@x,"say ""hi"""\n'-,'\tq\n`);
});
