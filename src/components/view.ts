import type { ArtefactName } from "../model/artefact.js";
import type { PageData } from "./pageData.js";
import type { PageState } from "./pageState.js";

/** What a view draws from: data, the reader's choices, the page's own parameters and a document to draw into. */
export type ViewContext = {
  readonly document: Document;
  readonly data: PageData;
  readonly state: PageState;
  /** Parameters of the page's path, e.g. `{termId: "…"}`. */
  readonly params: Readonly<Record<string, string>>;
};

/** What the author of a block may write for an option. */
export type OptionType =
  | {
      readonly type: "metric";
      /** `any` for a view that draws every kind; else ratios that the stages are scored by. */
      readonly kinds?: "any";
    }
  | { readonly type: "dimension"; readonly fallback?: "none" }
  | { readonly type: "number"; readonly fallback: number }
  | { readonly type: "choice"; readonly choices: readonly string[]; readonly fallback: string };

/** Options of a block after validation: every one that has a default is present. */
export type ViewOptions = Readonly<Record<string, string>>;

/** A kind of block: its name as written in a page, what may follow, and how it is drawn. */
export type View = {
  /** The fence and the words that pick it, e.g. `chart trend`; the longest name that fits wins. */
  readonly name: string;
  /** One line for the gallery of blocks and for errors. */
  readonly summary: string;
  /** Option that the first bare word after the name fills. */
  readonly subject?: string;
  readonly options: Readonly<Record<string, OptionType>>;
  /** Names of choices that change what is drawn; `dimensions` stands for those of the items. */
  readonly uses: readonly string[];
  /** Files that a browser must load to draw it again. */
  readonly needs: readonly ArtefactName[];
  readonly render: (options: ViewOptions, context: ViewContext) => Element;
};

/**
 * An option that validation has guaranteed.
 * @throws {TypeError} when the view asks for an option that it did not declare
 */
export function option(options: ViewOptions, name: string): string {
  const value = options[name];
  if (value === undefined) throw new TypeError(`Expected option \`${name}\` to be declared by the view`);
  return value;
}
