import { readFileSync } from "node:fs";
import * as v from "valibot";
import { isNode, isPair, LineCounter, parseDocument } from "yaml";
import { parseYaml } from "../tables/parseYaml.js";

const contract = v.strictObject({
  minRows: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  columns: v.exactOptional(v.array(v.string())),
});

/** The part of a page's front matter that is ours; Framework reads the rest. */
const frontMatterSchema = v.object({
  title: v.exactOptional(v.string()),
  filters: v.exactOptional(v.array(v.string()), []),
  data: v.exactOptional(v.record(v.string(), contract), {}),
  /** Titles of the sections that stay where a workspace has no items and the page is switched off. */
  withoutItems: v.exactOptional(v.array(v.string()), []),
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
  /** `src/file.md:line:column` of a key or an entry of the front matter, e.g. of `["filters", 1]`. */
  readonly placeOf: (path: readonly (string | number)[]) => string;
};

/** What Framework takes for front matter: from a first line of three dashes to the next. */
const frontMatterPattern = /^---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/;

/**
 * A page's front matter and body.
 * @throws {DataError} as `src/file.md:line:column: …` when the front matter is no YAML or has keys of the wrong type
 */
export function readPage(root: string, file: string): PageSource {
  const text = readFileSync(`${root}/${file}`, "utf8");
  const [header = "", written = ""] = frontMatterPattern.exec(text) ?? [];
  const source = `src/${file}`;
  // The empty line stands for the dashes, so that lines are those of the file.
  const yaml = written.trim() === "" ? "{}" : `\n${written}`;
  return {
    file,
    frontMatter: parseYaml(yaml, { source, schema: frontMatterSchema }),
    body: text.slice(header.length),
    bodyStart: header.split("\n").length - 1,
    placeOf: (path) => `${source}:${placeIn(yaml, path)}`,
  };
}

/** `line:column`; the beginning of the front matter when the path leads nowhere. */
function placeIn(yaml: string, path: readonly (string | number)[]): string {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const parent = document.getIn(path.slice(0, -1), true);
  const name = path.at(-1);
  const items: readonly unknown[] = isCollectionLike(parent) ? parent.items : [];
  const nodes = items.map((item) => (isPair(item) ? item.key : item));
  const node = typeof name === "number" ? nodes[name] : nodes.find((key) => String(key) === name);
  const { line, col } = lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0);
  return `${line}:${col}`;
}

function isCollectionLike(value: unknown): value is { items: readonly unknown[] } {
  return typeof value === "object" && value !== null && "items" in value && Array.isArray(value.items);
}
