import type { View } from "./view.js";
import { chainNote, chainTable } from "./views/chain.js";
import { contributionsNote, contributionsPlot, contributionsTable } from "./views/contributions.js";
import { flipsNote, flipsPlot, flipsTable } from "./views/flips.js";
import { ratesBars } from "./views/ratesBars.js";
import { trendPlot } from "./views/trendPlot.js";

/** The blocks that a reader's choice changes: all that a browser must load to draw any block again. */
export const liveViews: readonly View[] = [
  trendPlot,
  ratesBars,
  contributionsNote,
  contributionsPlot,
  contributionsTable,
  flipsNote,
  flipsPlot,
  flipsTable,
  chainNote,
  chainTable,
];
