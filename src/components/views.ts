import type { View } from "./view.js";
import { alertsNote } from "./views/alertsNote.js";
import { chainNote, chainTable } from "./views/chain.js";
import { contributionsNote, contributionsPlot, contributionsTable } from "./views/contributions.js";
import {
  aboutNote,
  confoundedNote,
  labelsNote,
  metricsTable,
  packageNote,
  policiesTable,
  provenanceTable,
  rejectedTable,
  releasesTable,
  sourcesTable,
  tablesTable,
  termLanguagesTable,
} from "./views/dataViews.js";
import { daysPlot } from "./views/daysPlot.js";
import { dueNote } from "./views/dueNote.js";
import { findingsNote } from "./views/findings.js";
import { flipsNote, flipsPlot, flipsTable } from "./views/flips.js";
import { freshNote } from "./views/freshNote.js";
import { ratesBars } from "./views/ratesBars.js";
import { rateTile } from "./views/rateTile.js";
import { termExamplesTable, termNote, termOverlapsTable, termPoliciesTable } from "./views/termPage.js";
import { termsScatter, termsTable } from "./views/termViews.js";
import { trialExampleNote, trialNote } from "./views/trialNote.js";
import { trendPlot } from "./views/trendPlot.js";

/** Every block that a page can hold; the build draws them and a browser draws them again. */
export const views: readonly View[] = [
  rateTile,
  trendPlot,
  daysPlot,
  ratesBars,
  contributionsNote,
  contributionsPlot,
  contributionsTable,
  flipsNote,
  flipsPlot,
  flipsTable,
  termsScatter,
  termsTable,
  termLanguagesTable,
  termNote,
  termPoliciesTable,
  termOverlapsTable,
  termExamplesTable,
  chainNote,
  chainTable,
  findingsNote,
  dueNote,
  freshNote,
  alertsNote,
  aboutNote,
  packageNote,
  confoundedNote,
  labelsNote,
  metricsTable,
  sourcesTable,
  tablesTable,
  rejectedTable,
  releasesTable,
  policiesTable,
  provenanceTable,
  trialNote,
  trialExampleNote,
];
