import type { View } from "./view.js";
import { ataTable } from "./views/ataTable.js";
import { auditFlow } from "./views/auditFlow.js";
import { chainNote, chainTable } from "./views/chain.js";
import { contributionsNote, contributionsPlot, contributionsTable } from "./views/contributions.js";
import { correctedNote } from "./views/correctedNote.js";
import { flipsNote, flipsPlot, flipsTable } from "./views/flips.js";
import { consistencyTable, measuredTable } from "./views/measuredViews.js";
import { ratesBars } from "./views/ratesBars.js";
import { labelLagTable, samplingTable } from "./views/samplingViews.js";
import { trendPlot } from "./views/trendPlot.js";

/** The blocks that depend on a choice: a browser draws them again, and loads the code of no other. */
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
  auditFlow,
  correctedNote,
  ataTable,
  consistencyTable,
  measuredTable,
  samplingTable,
  labelLagTable,
];
