import { decoded, fileOf, isExternal } from "./checkFiles.js";
import { attributeOf, lineOf } from "./checkHtml.js";
import type { HtmlPage } from "./checkHtml.js";
import { problemOf } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";

/** An address that a page leads to or loads, with the line that it stands on first. */
export type Link = { readonly page: string; readonly target: string; readonly line: number | undefined };

/** Page → the anchors in it. */
export type Anchors = ReadonlyMap<string, ReadonlySet<string>>;

/** SVG has its own name for an address, with or without a prefix. */
const addressAttributes = ["href", "xlink:href", "src", "action", "poster"];

/** Every address of a page, once. */
export function linksOf({ file, elements }: HtmlPage): Link[] {
  const found = new Map<string, Link>();
  for (const element of elements) {
    for (const name of addressAttributes) {
      const target = attributeOf(element, name) ?? "";
      if (target !== "" && !found.has(target))
        found.set(target, { page: file, target, line: lineOf(element) });
    }
  }
  return [...found.values()];
}

/** What can be linked to within a page: the ids of its elements. */
export function anchorsOf({ elements }: HtmlPage): ReadonlySet<string> {
  return new Set(elements.flatMap((element) => attributeOf(element, "id") ?? []));
}

/** Why a link leads nowhere or away; empty when it is good. */
export function checkLink(
  { page, target, line }: Link,
  { has, anchors }: { has: (file: string) => boolean; anchors: Anchors },
): Problem[] {
  if (/^data:/i.test(target)) return [];
  if (isExternal(target)) {
    return [
      problemOf("external-address", page, {
        line,
        message: `expected no address outside the site, got ${target}`,
      }),
    ];
  }
  const file = fileOf(page, target);
  if (!has(file)) {
    return [
      problemOf("broken-link", page, {
        line,
        message: `expected a file of the site, got a link to ${target}`,
      }),
    ];
  }
  const anchor = decoded(/#(.*)$/s.exec(target)?.[1] ?? "");
  if (anchor === "" || anchors.get(file)?.has(anchor) !== false) return [];
  return [
    problemOf("broken-anchor", page, {
      line,
      message: `expected an anchor of ${file}, got a link to ${target}`,
    }),
  ];
}
