import type { LintFinding, LintRule } from "./finding.js";
import { finding } from "./finding.js";

const [lineFeed, carriageReturn] = [0x0a, 0x0d];
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u; // oxlint-disable-line no-control-regex -- it looks for them
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * What is wrong with the bytes of a package file, whatever they say: byte order mark, bytes that are not UTF-8, control
 * and bidi characters (the first of each kind a line), line ends of several kinds, a last line that is not ended.
 * No term is named. O(bytes).
 */
export function lintBytes(file: string, bytes: Uint8Array): LintFinding[] {
  const findings: LintFinding[] = [];
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (isMarked)
    findings.push(finding("byte-order-mark", { file, line: 1, termId: null }, words["byte-order-mark"]));
  const ends = { lf: 0, crlf: 0, firstLf: 0, firstCrlf: 0 };
  let line = 1;
  for (let start = isMarked ? 3 : 0; start < bytes.length; line++) {
    const found = bytes.indexOf(lineFeed, start);
    const isEnded = found !== -1;
    const isCrlf = isEnded && bytes[found - 1] === carriageReturn && found > start;
    const end = isEnded ? found : bytes.length;
    findings.push(...lintLine(bytes.subarray(start, isCrlf ? end - 1 : end), { file, line }));
    if (isCrlf && ends.crlf++ === 0) ends.firstCrlf = line;
    if (isEnded && !isCrlf && ends.lf++ === 0) ends.firstLf = line;
    if (!isEnded)
      findings.push(finding("no-final-newline", { file, line, termId: null }, words["no-final-newline"]));
    start = end + 1;
  }
  if (ends.lf > 0 && ends.crlf > 0) findings.push(mixedEnds(file, ends));
  return findings;
}

const words = {
  "byte-order-mark": ["the file begins with a byte order mark", "save the file as UTF-8 without one"],
  "no-final-newline": ["the last line has no line end", "end the file with a line feed"],
  "not-utf8": ["bytes that are not UTF-8", "save the file as UTF-8"],
  "control-character": ["a control character", "delete it"],
  "bidi-character": [
    "a character that turns the direction of text",
    "delete it, or make sure that the row says what it seems to",
  ],
} as const;

/** Most lines are plain ASCII and are not decoded. */
function lintLine(bytes: Uint8Array, { file, line }: { file: string; line: number }): LintFinding[] {
  if (isPlain(bytes)) return [];
  const text = decoder.decode(bytes);
  const at = (rule: LintRule & keyof typeof words, index: number): LintFinding[] => {
    if (index === -1) return [];
    const code = text.codePointAt(index) ?? 0;
    const [message, remedy] = words[rule];
    const which = rule === "not-utf8" ? "" : ` (U+${code.toString(16).toUpperCase().padStart(4, "0")})`;
    const column = Array.from(text.slice(0, index)).length + 1;
    return [
      finding(rule, { file, line, column, termId: null }, [
        `${message}${which} at character ${column}`,
        remedy,
      ]),
    ];
  };
  return [
    ...at("not-utf8", firstReplaced(bytes, text)),
    ...at("control-character", text.search(controls)),
    ...at("bidi-character", text.search(directions)),
  ];
}

function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) if ((byte < 0x20 && byte !== 0x09) || byte > 0x7e) return false;
  return true;
}

/** Where decoding put a replacement for bytes that were none; −1 where it did not. */
function firstReplaced(bytes: Uint8Array, text: string): number {
  const again = encoder.encode(text);
  if (again.length === bytes.length && again.every((byte, i) => byte === bytes[i])) return -1;
  for (let index = text.indexOf("\ufffd"); index !== -1; index = text.indexOf("\ufffd", index + 1)) {
    const at = encoder.encode(text.slice(0, index)).length;
    const isOwn = bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
    if (!isOwn) return index;
  }
  return -1;
}

function mixedEnds(
  file: string,
  { lf, crlf, firstLf, firstCrlf }: { lf: number; crlf: number; firstLf: number; firstCrlf: number },
): LintFinding {
  const [few, count, line] = lf <= crlf ? ["LF", lf, firstLf] : ["CRLF", crlf, firstCrlf];
  const message = `${count} of ${lf + crlf} lines end in ${few}, this one first`;
  return finding("mixed-line-ends", { file, line, termId: null }, [
    message,
    "end all lines alike, best in LF",
  ]);
}
