/** What an element may hold; `undefined` is left out so that optional parts read in line. */
export type Child = Node | string | undefined;

/** Attributes as written in HTML; `undefined` and `false` leave one out, `true` writes it empty. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Makes HTML elements of one document, in a browser as well as in Node.
 * @returns `h(tag, attributes, children)`, an element with text children escaped by the document itself
 */
export function elementsOf(document: Document) {
  return (tag: string, attributes: Attributes = {}, children: readonly Child[] = []): HTMLElement => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined || value === false) continue;
      element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children) if (child !== undefined) element.append(child);
    return element;
  };
}

export type ElementMaker = ReturnType<typeof elementsOf>;
