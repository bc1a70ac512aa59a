import { liveViews } from "./liveViews.js";
import type { View } from "./view.js";
import { appealsNote, appealsTable, overturnsTable } from "./views/appeals.js";
import {
  clarityDots,
  clarityNote,
  clarityTable,
  contestedTable,
  editionsTable,
  mistakenTable,
} from "./views/clarity.js";
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
import { exposureTable, leakageNote } from "./views/exposure.js";
import { feedbackDays, feedbackNote, feedbackTable, warningsTable } from "./views/feedback.js";
import { findingsNote } from "./views/findings.js";
import { overkillActors, overkillDots, overkillNote } from "./views/overkill.js";
import { rateTile } from "./views/rateTile.js";
import { termExamplesTable, termNote, termOverlapsTable, termPoliciesTable } from "./views/termPage.js";
import { termsScatter, termsTable } from "./views/termViews.js";
import { trialExampleNote, trialNote } from "./views/trialNote.js";

/** Every block that a page can hold, as the build draws them; a browser draws only `liveViews` again. */
export const views: readonly View[] = [
  ...liveViews,
  rateTile,
  termsScatter,
  termsTable,
  termLanguagesTable,
  termNote,
  termPoliciesTable,
  termOverlapsTable,
  termExamplesTable,
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
  overturnsTable,
  findingsNote,
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
