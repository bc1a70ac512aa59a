import type { View } from "./view.js";
import { alertsNote } from "./views/alertsNote.js";
import { apartNote } from "./views/apartNote.js";
import { appealsDays, appealsNote, appealsTable, overturnsTable } from "./views/appeals.js";
import { ataTable } from "./views/ataTable.js";
import { auditFlow } from "./views/auditFlow.js";
import { auditPathsPlot } from "./views/auditPathsPlot.js";
import { candidatesNote, candidatesTable } from "./views/candidates.js";
import { causesNote, causesPlot, causesTable, splitsTable } from "./views/causes.js";
import { chainNote, chainTable } from "./views/chain.js";
import {
  clarityDots,
  clarityNote,
  clarityTable,
  contestedTable,
  editionsTable,
  mistakenTable,
} from "./views/clarity.js";
import { cleanupNote, frontierPlot, healthTable } from "./views/cleanupViews.js";
import { correctedNote } from "./views/correctedNote.js";
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
import { exposureTable, leakageNote } from "./views/exposure.js";
import { feedbackDays, feedbackNote, feedbackTable, warningsTable } from "./views/feedback.js";
import { findingsNote } from "./views/findings.js";
import { flipsNote, flipsPlot, flipsTable } from "./views/flips.js";
import { gateNote, gateTable, movedTermsTable } from "./views/gate.js";
import { freshNote } from "./views/freshNote.js";
import { growthPlot, growthTable } from "./views/growth.js";
import { hashDistances } from "./views/hashDistances.js";
import { lintTable } from "./views/lint.js";
import { consistencyTable, measuredTable } from "./views/measuredViews.js";
import { monitorNote, monitorTable } from "./views/monitor.js";
import { movesNote } from "./views/movesNote.js";
import { overkillActors, overkillDots, overkillNote } from "./views/overkill.js";
import { ratesBars } from "./views/ratesBars.js";
import { rateTile } from "./views/rateTile.js";
import { designsTable, maturityTable } from "./views/maturityViews.js";
import { labelLagTable, samplingTable } from "./views/samplingViews.js";
import { termCostsTable } from "./views/termCosts.js";
import {
  termExamplesTable,
  termFactsTable,
  termHistoryTable,
  termMarketsTable,
  termNote,
  termOverlapsTable,
  termPoliciesTable,
  termSpokenTable,
} from "./views/termPage.js";
import { termPartsTable } from "./views/termParts.js";
import { termsScatter, termsTable } from "./views/termViews.js";
import { trialExampleNote, trialNote } from "./views/trialNote.js";
import { trendPlot } from "./views/trendPlot.js";

/** Every block that a page can hold, as the build draws them; a browser loads those of its page again. */
export const views: readonly View[] = [
  rateTile,
  trendPlot,
  daysPlot,
  ratesBars,
  apartNote,
  movesNote,
  causesNote,
  causesPlot,
  causesTable,
  splitsTable,
  contributionsNote,
  contributionsPlot,
  contributionsTable,
  flipsNote,
  flipsPlot,
  flipsTable,
  gateNote,
  gateTable,
  movedTermsTable,
  growthTable,
  growthPlot,
  monitorNote,
  monitorTable,
  termsScatter,
  termsTable,
  termCostsTable,
  cleanupNote,
  frontierPlot,
  healthTable,
  lintTable,
  hashDistances,
  termLanguagesTable,
  termNote,
  termFactsTable,
  termPartsTable,
  termPoliciesTable,
  termSpokenTable,
  termMarketsTable,
  termOverlapsTable,
  termHistoryTable,
  termExamplesTable,
  candidatesNote,
  candidatesTable,
  chainNote,
  chainTable,
  auditPathsPlot,
  auditFlow,
  correctedNote,
  ataTable,
  consistencyTable,
  measuredTable,
  samplingTable,
  designsTable,
  labelLagTable,
  maturityTable,
  clarityNote,
  clarityDots,
  clarityTable,
  mistakenTable,
  editionsTable,
  contestedTable,
  overkillNote,
  overkillDots,
  overkillActors,
  exposureTable,
  leakageNote,
  feedbackNote,
  warningsTable,
  feedbackTable,
  feedbackDays,
  appealsNote,
  appealsTable,
  appealsDays,
  overturnsTable,
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
