import { describe, expect, test } from "vitest";
import { lintBytes } from "../../src/lint/lintBytes.js";

/** `rule line:column` of each finding in the bytes of a text, one byte a character. */
function found(text: string): string[] {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return lintBytes("p.csv", bytes).map(({ rule, line, column }) =>
    column === undefined ? `${rule} ${line}` : `${rule} ${line}:${column}`,
  );
}

const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

describe("lintBytes(file, bytes) finds", () => {
  test.each([
    ["nothing in UTF-8 with line ends alike", utf8("term\nplüm\n\t\n"), []],
    ["nothing in CRLF throughout", "term\r\nplum\r\n", []],
    ["nothing in no bytes", "", []],
    ["a byte order mark", utf8("\ufeffterm\nplum\n"), ["byte-order-mark 1"]],
    ["the first wrong byte of a line, by characters", utf8("term\nplüm ") + "\xff\xfe\n", ["not-utf8 2:6"]],
    ["a sequence that is cut", `term\npl\xe2\x82\nplum\n`, ["not-utf8 2:3"]],
    ["not a replacement character that was written", utf8("term\n\ufffd\n"), []],
    ["but what follows one", utf8("term\n\ufffd") + "\xff\n", ["not-utf8 2:2"]],
    ["a control character", "term\npl\x00um\x1b\n", ["control-character 2:3"]],
    ["a carriage return within a line", "term\npl\rum\n", ["control-character 2:3"]],
    ["a control character of Latin-1", utf8("term\n\u0085\n"), ["control-character 2:1"]],
    ["a bidi character", utf8("term\nab\u202ec\u2066\n"), ["bidi-character 2:3"]],
    ["line ends of two kinds, at the first of the rarer", "term\r\na\nb\r\nc\r\n", ["mixed-line-ends 2"]],
    ["a last line that is not ended", "term\nplum", ["no-final-newline 2"]],
  ])("%s", (_, text, expected) => expect(found(text)).toEqual(expected));
});
