/** What the reader chose, by the name of the control; it lives in the URL's query. */
export type PageState = Readonly<Record<string, string>>;

/** Choices in a query string over the page's defaults; names that the page does not know are left out. */
export function parseState(query: string, defaults: PageState): PageState {
  const chosen = new URLSearchParams(query);
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, chosen.get(name) ?? value]),
  );
}

/** The query string that leads to `state`: only what differs from the defaults, in their order; "" when nothing does. */
export function formatState(state: PageState, defaults: PageState): string {
  const changed = Object.keys(defaults).filter((name) => state[name] !== defaults[name]);
  const query = new URLSearchParams(changed.map((name) => [name, state[name] ?? ""]));
  return changed.length === 0 ? "" : `?${query.toString()}`;
}
