import { parse } from "parse5";
import type { DefaultTreeAdapterTypes } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
export type HtmlElement = DefaultTreeAdapterTypes.Element;

/** A parsed page: its elements in the order of the document. */
export type HtmlPage = {
  readonly file: string;
  readonly html: string;
  readonly elements: readonly HtmlElement[];
};

/** Parses a page with the lines of its elements; a broken page gives what a browser would make of it. */
export function parsePage(file: string, html: string): HtmlPage {
  const elements: HtmlElement[] = [];
  collect(parse(html, { sourceCodeLocationInfo: true }), elements);
  return { file, html, elements };
}

function collect(node: Node, into: HtmlElement[]): void {
  if (isElement(node)) into.push(node);
  for (const child of childrenOf(node)) collect(child, into);
}

function isElement(node: Node): node is HtmlElement {
  return "tagName" in node;
}

function childrenOf(node: Node): readonly Node[] {
  if ("content" in node) return node.content.childNodes;
  return "childNodes" in node ? node.childNodes : [];
}

/** The value of an attribute, `undefined` without it; of SVG's `xlink:href` too. */
export function attributeOf({ attrs }: HtmlElement, name: string): string | undefined {
  return attrs.find((attribute) => fullName(attribute) === name)?.value;
}

function fullName({ name, prefix }: HtmlElement["attrs"][number]): string {
  return prefix === undefined || prefix === "" ? name : `${prefix}:${name}`;
}

/** Line of an element's start tag; `undefined` for one that the parser added. */
export function lineOf(element: HtmlElement): number | undefined {
  return element.sourceCodeLocation?.startLine;
}

/** Line that an element's content begins on. */
export function contentLineOf(element: HtmlElement): number {
  const location = element.sourceCodeLocation;
  return location?.startTag?.endLine ?? location?.startLine ?? 1;
}

/** All text inside a node, as written. */
export function textOf(node: Node): string {
  if (node.nodeName === "#text" && "value" in node) return node.value;
  return childrenOf(node).map(textOf).join("");
}

/** Elements inside another one, itself left out. */
export function descendantsOf(element: HtmlElement): HtmlElement[] {
  const found: HtmlElement[] = [];
  for (const child of element.childNodes) collect(child, found);
  return found;
}

/** Texts of a page that a reader sees, each with its line, in order; `isHidden` leaves an element out with all in it. */
export function visibleTexts(
  { elements }: HtmlPage,
  isHidden: (element: HtmlElement) => boolean,
): { readonly text: string; readonly line: number | undefined }[] {
  const texts: { text: string; line: number | undefined }[] = [];
  const visit = (node: Node): void => {
    if (isElement(node) && isHidden(node)) return;
    if (node.nodeName === "#text" && "value" in node) {
      texts.push({ text: node.value, line: node.sourceCodeLocation?.startLine });
    }
    for (const child of childrenOf(node)) visit(child);
  };
  const body = elements.find(({ tagName }) => tagName === "body");
  if (body !== undefined) visit(body);
  return texts;
}

/** Whether an element carries a class. */
export function hasClass(element: HtmlElement, name: string): boolean {
  return (attributeOf(element, "class") ?? "").split(/\s+/).includes(name);
}
