/** How the items of a list are drawn. Items with one key look alike, but for what `refresh` sets. */
export type ListDrawing<Item, Drawn extends Node> = {
  readonly keyOf: (item: Item) => string;
  readonly draw: (item: Item) => Drawn;
  /** Brings a node that stays up to date. */
  readonly refresh?: (drawn: Drawn, item: Item) => void;
};

/**
 * Draws lists into an element, one after the other, and touches only what differs: nodes of items at the start and at
 * the end that were there before stay, and those between are replaced. That is what a key in a text changes.
 */
export function patchList<Item, Drawn extends Node>(
  holder: Element,
  { keyOf, draw, refresh }: ListDrawing<Item, Drawn>,
): (items: readonly Item[]) => void {
  let shown: readonly { readonly key: string; readonly node: Drawn }[] = [];
  return (items) => {
    const keys = items.map(keyOf);
    const most = Math.min(keys.length, shown.length);
    let [head, tail] = [0, 0];
    while (head < most && keys[head] === shown[head]?.key) head++;
    while (tail < most - head && keys.at(-1 - tail) === shown.at(-1 - tail)?.key) tail++;
    const drawn = items.slice(head, items.length - tail).map((item, i) => {
      return { key: keys[head + i] ?? "", node: draw(item) };
    });
    for (const { node } of shown.slice(head, shown.length - tail)) node.parentNode?.removeChild(node);
    const behind = shown.slice(shown.length - tail);
    const place = behind[0]?.node ?? null;
    for (const { node } of drawn) holder.insertBefore(node, place);
    shown = [...shown.slice(0, head), ...drawn, ...behind];
    if (refresh === undefined) return;
    for (const [i, item] of items.entries()) {
      const node = shown[i]?.node;
      if (node !== undefined && (i < head || i >= items.length - tail)) refresh(node, item);
    }
  };
}

/** Sets a text where it differs: setting it anew would cost a layout. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
