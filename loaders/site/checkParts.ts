import { fileOf } from "./checkFiles.js";
import { attributeOf, contentLineOf, textOf } from "./checkHtml.js";
import type { HtmlPage } from "./checkHtml.js";
import type { InlineScript, ModuleCheck } from "./checkModules.js";

/** What a page names in its HTML, before imports are followed. */
export type PageSources = {
  readonly file: string;
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  readonly inline: readonly InlineScript[];
  readonly data: readonly string[];
};

/** Files that a page can load. */
export type PageParts = {
  readonly file: string;
  readonly styles: readonly string[];
  /** Scripts loaded with the page. */
  readonly before: readonly string[];
  /** These and those that its use can load. */
  readonly after: readonly string[];
  readonly data: readonly string[];
};

/** The files that a page names: style sheets, scripts, and data as Framework registers it in a script. */
export function pageSources(page: HtmlPage): PageSources {
  const { file, elements } = page;
  const address = (name: string) => (element: (typeof elements)[number]) =>
    (attributeOf(element, name) ?? "") === "" ? [] : [fileOf(file, attributeOf(element, name) ?? "")];
  const links = (rel: string) =>
    elements
      .filter((element) => element.tagName === "link" && attributeOf(element, "rel") === rel)
      .flatMap(address("href"));
  const scripts = elements.filter(
    (element) => element.tagName === "script" && isCode(attributeOf(element, "type")),
  );
  const inline = scripts
    .filter((element) => attributeOf(element, "src") === undefined)
    .map((element) => ({ page: file, text: textOf(element), line: contentLineOf(element) }));
  return {
    file,
    styles: links("stylesheet"),
    scripts: [...links("modulepreload"), ...scripts.flatMap(address("src"))],
    inline,
    data: inline.flatMap(({ text }) => registeredFiles(file, text)),
  };
}

function isCode(type: string | undefined): boolean {
  return type === undefined || type === "" || type === "module" || type === "text/javascript";
}

function registeredFiles(page: string, script: string): string[] {
  return [...script.matchAll(/\bregisterFile\(.*?"path":("(?:[^"\\]|\\.)*")/g)].map(([, path = '""']) =>
    fileOf(page, String(JSON.parse(path))),
  );
}

/** The files that a page can load once imports are followed. */
export function pageParts(
  { file, styles, scripts, inline, data }: PageSources,
  modules: ModuleCheck,
): PageParts {
  const direct = inline.map((script) => modules.importsOf(script));
  const start = new Set([...scripts, ...direct.flatMap(({ now }) => [...now])]);
  const later = new Set([...start, ...direct.flatMap((imports) => [...imports.later])]);
  return {
    file,
    styles,
    before: reached(start, (name) => modules.imports.get(name)?.now ?? []),
    after: reached(later, (name) => {
      const imports = modules.imports.get(name);
      return imports === undefined ? [] : [...imports.now, ...imports.later];
    }),
    data,
  };
}

function reached(start: ReadonlySet<string>, next: (name: string) => Iterable<string>): string[] {
  const found = new Set(start);
  for (const name of found) for (const target of next(name)) found.add(target);
  return [...found].toSorted();
}
