import { readFileSync } from "node:fs";
import * as v from "valibot";
import { LineCounter, parseDocument } from "yaml";
import { DataError } from "../../src/model/dataError.js";

const contract = v.strictObject({
  minRows: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  columns: v.exactOptional(v.array(v.string())),
});

/** The part of a page's front matter that is ours; Framework reads the rest. */
const frontMatterSchema = v.object({
  title: v.exactOptional(v.string()),
  filters: v.exactOptional(v.array(v.string()), []),
  data: v.exactOptional(v.record(v.string(), contract), {}),
});

export type PageContract = v.InferOutput<typeof contract>;

/** A page as its author wrote it. */
export type PageSource = {
  /** Relative to the folder of pages, e.g. `terms/[termId].md`. */
  readonly file: string;
  readonly frontMatter: v.InferOutput<typeof frontMatterSchema>;
  readonly body: string;
  /** Lines before the body. */
  readonly bodyStart: number;
};

/**
 * A page's front matter and body.
 * @throws {DataError} with file and line when the front matter is no YAML or has keys of the wrong type
 */
export function readPage(root: string, file: string): PageSource {
  const text = readFileSync(`${root}/${file}`, "utf8");
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  if (match === null) return { file, frontMatter: { filters: [], data: {} }, body: text, bodyStart: 0 };
  const header = match[0];
  return {
    file,
    frontMatter: parseFrontMatter(file, match[1] ?? ""),
    body: text.slice(header.length),
    bodyStart: header.split("\n").length - 1,
  };
}

function parseFrontMatter(file: string, yaml: string): PageSource["frontMatter"] {
  const lineCounter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line } = lineCounter.linePos(broken.pos[0]);
    throw new DataError([{ source: file, line: line + 1, message: broken.message.split("\n")[0] ?? "not YAML" }]);
  }
  const result = v.safeParse(frontMatterSchema, document.toJS() ?? {});
  if (result.success) return result.output;
  const issues = result.issues.map((issue) => ({
    source: file,
    line: 1,
    column: v.getDotPath(issue) ?? "front matter",
    message: issue.message,
  }));
  const [first, ...rest] = issues;
  throw new DataError(first === undefined ? [] : [first, ...rest]);
}
