import { adHealth } from "../../src/metrics/adHealth.js";
import { appealsOf } from "../../src/metrics/appeals.js";
import { causesBy, exposureCost, leakageRatio, overkillRatio } from "../../src/metrics/overkill.js";
import type { Overkill } from "../../src/metrics/overkill.js";
import type { AdHealthFacts, OverkillFacts, PolicyFacts } from "../../src/metrics/pageFacts.js";
import { policyClarity } from "../../src/metrics/policyClarity.js";
import { rateOf } from "../../src/metrics/rates.js";
import { rowsCube, sliceOf } from "../../src/metrics/rowsCube.js";
import { confusionMeasures } from "../../src/metrics/verdict.js";
import type { Truth } from "../../src/metrics/verdict.js";
import type { Rate } from "../../src/model/rate.js";
import type { Cube } from "../../src/model/cube.js";
import type { ContestedRow } from "../../src/model/pageFacts.js";
import { confusionBySnapshot } from "../../src/replay/flips.js";
import { queryAppealSums } from "./appealSums.js";
import { actorMeasures, exposureMeasures } from "./autoCubes.js";
import type { Dataset } from "./dataset.js";
import { queryFeedbackSums, windowDays } from "./feedbackSums.js";
import type { KeptQueries } from "./keptQueries.js";
import type { MergedSummary } from "./mergeSummaries.js";
import { clarityMeasures } from "./policyCubes.js";
import { cubeRows } from "./sumCube.js";
import type { Row } from "./sumRows.js";

/** Overkill and leakage, from the merged summaries; `releases` is how many releases were replayed. */
export async function overkillFacts(
  dataset: Dataset,
  merged: MergedSummary,
  releases: number,
): Promise<OverkillFacts> {
  const { uses, files } = dataset;
  const isKnown = merged.exposure.length > 0 && (uses.exposure || files.delivery.length > 0);
  return {
    overkill: overkillOf(dataset, merged, releases) ?? null,
    cost: isKnown ? exposureCost(exposureCube(merged), await earnings(dataset)) : null,
  };
}

function exposureCube({ exposure }: MergedSummary): Cube {
  return rowsCube(exposure, { dimensions: ["stage", "currency"], measures: exposureMeasures });
}

function overkillOf(dataset: Dataset, merged: MergedSummary, releases: number): Overkill | undefined {
  const kind = dataset.workspace.overkill;
  const dimensions = Object.keys(dataset.dimensions);
  const review = cubeRows(merged.review);
  const stageCube = (stage: string): Cube =>
    rowsCube(
      review.filter((row) => row["stage"] === stage),
      { dimensions, measures: confusionMeasures },
    );
  const [log, people] = [stageCube("auto"), stageCube("human")];
  const isLogged = log.cells.length > 0;
  if (!isLogged && releases === 0) return undefined;
  const cube = isLogged ? log : replayed(merged, { dimensions, releases });
  const actors = rowsCube(merged.actors, { dimensions: ["actor"], measures: actorMeasures });
  return {
    kind,
    source: isLogged ? "log" : "replay",
    total: rateOf(cube, cube.cells, overkillRatio(kind)),
    causes: {
      ...(isLogged ? { actor: causesBy(actors, "actor", kind) } : {}),
      ...Object.fromEntries(dimensions.map((name) => [name, causesBy(cube, name, kind)])),
    },
    leakage: { auto: leakage(cube), ...(people.cells.length > 0 ? { human: leakage(people) } : {}) },
  };
}

function leakage(cube: Cube): Rate {
  return rateOf(cube, cube.cells, leakageRatio);
}

/** What the newest release would have decided, an item at a time. */
function replayed(
  { decisions }: MergedSummary,
  { dimensions, releases }: { dimensions: readonly string[]; releases: number },
): Cube {
  const rows = decisions.map((row) => ({
    slice: sliceOf(row, dimensions),
    truth: truthOf(row["truth"]),
    rejectedBy: String(row["rejectedBy"]),
    items: Number(row["items"]),
  }));
  return confusionBySnapshot(rows, releases - 1, dimensions);
}

function truthOf(text: Row[string] | undefined): Truth {
  return text === "violating" || text === "good" ? text : "unlabelled";
}

/** Currency → revenue of one impression. */
async function earnings({ engine, files }: Dataset): Promise<Map<string | null, number>> {
  if (files.delivery.length === 0) return new Map();
  const { rows } = await engine.query(
    `SELECT currency, sum(revenue::DECIMAL(18, 4))::DOUBLE / sum(impressions) FROM delivery
     WHERE revenue IS NOT NULL GROUP BY currency HAVING sum(impressions) > 0`,
  );
  return new Map(
    rows.map(([currency, each]) => [typeof currency === "string" ? currency : null, Number(each)]),
  );
}

/** How clear the policies are, from the merged summaries. */
export async function policyFacts(dataset: Dataset, merged: MergedSummary): Promise<PolicyFacts> {
  const dimensions = ["policy", "language", "version"];
  const cube = rowsCube(merged.clarity, { dimensions, measures: clarityMeasures });
  const mixUps = merged.mistaken.map((row) => ({
    policy: String(row["policy"]),
    given: textOrNull(row["given"]),
    meant: textOrNull(row["meant"]),
    judgments: Number(row["judgments"]),
    weight: Number(row["weight"]),
  }));
  return {
    ...policyClarity(cube, mixUps, await editions(dataset, cube)),
    contested: dataset.workspace.publishTexts ? merged.contested.map(toContested) : null,
  };
}

function textOrNull(value: Row[string] | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** Editions of the guideline by when they came into force; by name where no table says. */
async function editions({ engine, files }: Dataset, cube: Cube): Promise<string[]> {
  const seen = [...new Set(cube.cells.map(({ slice }) => slice["version"] ?? ""))].filter(
    (name) => name !== "",
  );
  if (files.policy.length === 0) return seen.toSorted();
  const { rows } = await engine.query(
    "SELECT version FROM policy WHERE version IS NOT NULL GROUP BY version ORDER BY min(effective_from) NULLS FIRST, version",
  );
  return rows.flatMap(([version]) =>
    typeof version === "string" && seen.includes(version) ? [version] : [],
  );
}

function toContested(row: Row): ContestedRow {
  const { itemId, policy, language, rejecting, approving, votes, label, text } = row;
  return {
    itemId: String(itemId),
    policy: String(policy),
    language: String(language),
    rejecting: Number(rejecting),
    approving: Number(approving),
    votes: String(votes),
    label: String(label),
    text: String(text),
  };
}

/** What people outside say of the ads; the tables that it takes are read only where they are, and when they changed. */
export async function adHealthFacts(dataset: Dataset, kept: KeptQueries): Promise<AdHealthFacts> {
  const { files, stages, hasAdvertisers } = dataset;
  const hasHealth = files.delivery.length > 0 && files.feedback.length > 0;
  return {
    health: hasHealth ? adHealth(await queryFeedbackSums(dataset, kept)) : null,
    appeals: stages.includes("appeal") ? appealsOf(await queryAppealSums(dataset, kept)) : null,
    hasAdvertisers,
    recentDays: windowDays.recent,
    beforeDays: windowDays.before,
  };
}
