import { commonFoldings, fullFoldings } from "./tables/caseFolding.js";

const foldings = readFoldings();

/**
 * The text under full case folding of Unicode 17.0 (statuses C and F, so not Turkic: İ becomes i and a dot above).
 * Code point by code point; the result may be longer. It does not normalise.
 */
export function foldCase(text: string): string {
  let folded = "";
  for (const character of text) folded += foldings.get(character) ?? character;
  return folded;
}

function readFoldings(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [start = 0, count = 0, step = 1, distance = 0] of entries(commonFoldings)) {
    for (let i = 0; i < count; i++) {
      const from = start + i * step;
      found.set(String.fromCodePoint(from), String.fromCodePoint(from + distance));
    }
  }
  for (const [from = 0, ...to] of entries(fullFoldings)) {
    found.set(String.fromCodePoint(from), String.fromCodePoint(...to));
  }
  return found;
}

function entries(table: string): number[][] {
  const parts = table.split(";").slice(0, -1);
  return parts.map((part) => part.split(",").map((digits) => Number.parseInt(digits, 36)));
}
