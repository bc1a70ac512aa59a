import type { LintFinding } from "./finding.js";

const unsafe =
  // oxlint-disable-next-line no-control-regex -- it looks for them
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
const lone = /[\ud800-\udfff]/gu;

/** Findings as compilers print them, a line each: `file:line:column: severity: rule: term id: message; remedy`. */
export function formatFindings(findings: readonly LintFinding[]): string {
  return findings.map((found) => `${escapeText(lineOf(found))}\n`).join("");
}

function lineOf({ file, line, column, severity, rule, termId, message, remedy }: LintFinding): string {
  const place = column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
  return [place, severity, rule, ...(termId === null ? [] : [termId]), `${message}; ${remedy}`].join(": ");
}

/**
 * A text for a terminal: characters that move a cursor, turn the direction of text or cannot be seen are written as
 * `\u{…}`, and so are halves of characters.
 */
export function escapeText(text: string): string {
  return text.replace(unsafe, codeOf).replace(lone, codeOf);
}

function codeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** JSON that says the same and is safe to print and to put into a page: such characters, `<`, `>` and `&` are escaped in it. */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 1);
  return text
    .split("\n") // those between lines are JSON's own
    .map((line) => line.replace(unsafe, toJsonEscape).replace(/[<>&]/g, toJsonEscape))
    .join("\n");
}

function toJsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
