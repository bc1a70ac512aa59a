/** Options that every chart shares: size, margins and a font that follows the page. */
export const plotSize = {
  width: 860,
  style: { fontFamily: "inherit", fontSize: "12px", overflow: "visible" },
} as const;

/** Room for labels left of a horizontal chart, in pixels. */
export const labelWidth = 290;

/** A label that fits into `labelWidth`: what is longer than 44 characters ends in an ellipsis. */
export function shortLabel(label: string): string {
  return label.length > 44 ? `${label.slice(0, 43)}…` : label;
}

/**
 * Colours that stay apart for readers with any colour vision, on light and dark ground (after Okabe and Ito), in an
 * order that puts strong contrasts first.
 */
export const categoryColours = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#b58900",
  "#56b4e9",
  "#888888",
] as const;

/** For the better and the worse direction and for none; charts add a sign or a shape, never the colour alone. */
export const stateColours = {
  better: "var(--riskbook-blue)",
  worse: "var(--riskbook-orange)",
  unknown: "#888888",
} as const;

/** Symbols for series, in the order of the colours, so that a line is known without its colour. */
export const categorySymbols = ["circle", "triangle", "square", "diamond", "star", "cross", "times"] as const;
