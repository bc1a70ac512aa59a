/** What stands in the place of a sentence that a block further up the page has. */
const asAbove = "This lacks the same as a block above.";

/**
 * A function that is told, in the order of a page, of each live block what it lacks, and gives what it shall say: the
 * sentence where it is new on the page; nothing right behind a block that lacks the same; else that it was said above.
 * Sentences that name neither a table nor the workspace are about this block alone and stay.
 */
export function sayOnce(): (lack: string | undefined, isRightBehind: boolean) => string | undefined {
  const said = new Set<string>();
  let last: string | undefined;
  return (lack, isRightBehind) => {
    const before = last;
    last = lack;
    if (lack === undefined || !/\b(?:table|workspace)\b/.test(lack)) return lack;
    if (isRightBehind && before === lack) return "";
    if (said.has(lack)) return asAbove;
    said.add(lack);
    return lack;
  };
}
