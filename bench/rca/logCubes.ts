import { confusionMeasures, outcomeOf } from "../../src/metrics/verdict.js";
import { outerProducts } from "../../src/model/cube.js";
import type { AdvertiserSums, Cube, CubeCell } from "../../src/model/cube.js";
import { msBetween, rowsIn } from "../../test/simulate/simulated.js";
import type { Row } from "../../test/simulate/simulated.js";

/** A logged decision, what it counts as and how much, and the event that says so, where one does. */
type Counted = {
  readonly event: Row;
  readonly item: Row;
  readonly label?: Row;
  readonly measure: string;
  readonly weight: number;
};

/** A daily cube of the log, and the decisions that it adds up. */
export type LogCube = { readonly cube: Cube; readonly rows: readonly Counted[] };

/** A log, read once. */
export type Log = {
  readonly events: readonly Row[];
  readonly itemOf: ReadonlyMap<string, Row>;
  readonly eventOf: ReadonlyMap<string, Row>;
  readonly cohortOf: ReadonlyMap<string, Row>;
};

export function readLog(files: ReadonlyMap<string, string>): Log {
  const events = rowsIn(files, "events");
  return {
    events,
    itemOf: keyed(rowsIn(files, "items"), "item_id"),
    eventOf: keyed(events, "event_id"),
    cohortOf: keyed(rowsIn(files, "cohorts.csv"), "id"),
  };
}

function keyed(rows: readonly Row[], column: string): Map<string, Row> {
  return new Map(rows.map((row) => [row[column] ?? "", row]));
}

/** Every decision of the automatic stage, by what it was; nothing needs a label. */
export function autoCube({ events, itemOf }: Log): LogCube {
  const rows = events.flatMap((event): Counted[] => {
    const item = itemOf.get(event["item_id"] ?? "");
    if (event["stage"] !== "auto" || item === undefined) return [];
    return [{ event, item, measure: event["decision"] ?? "", weight: 1 }];
  });
  return dailyCube(rows, { measures: ["approve", "reject", "escalate"], dimensions: ofItem });
}

/**
 * The decisions of a stage that have a label of a later one, as a build finds them: gold before ATA before QA, weighted
 * by one over the chance of the first sample after the stage. `wrong_policy` are those rightly rejected under a policy
 * that the label does not name.
 */
export function labelledCube(log: Log, stage: "auto" | "human"): LogCube {
  const labels = bestLabels(log);
  const rows = log.events.flatMap((event): Counted[] => {
    const id = event["item_id"] ?? "";
    const [label, item] = [labels.get(id), log.itemOf.get(id)];
    const { decision } = event;
    if (event["stage"] !== stage || decision === "escalate" || label === undefined || item === undefined)
      return [];
    const outcome = outcomeOf(decision === "reject", label["decision"] === "reject" ? "violating" : "good");
    const isElsewhere = stage === "human" && event["policy_id"] !== label["policy_id"];
    const measure = outcome === "tp" && isElsewhere ? "wrong_policy" : outcome;
    return [{ event, item, label, measure, weight: weightOf(label, log) }];
  });
  if (stage === "auto")
    return dailyCube(rows, { measures: confusionMeasures, dimensions: { ...ofItem, labelSource } });
  const measures = [...confusionMeasures, "wrong_policy"];
  return dailyCube(rows, { measures, dimensions: { ...ofItem, labelSource, ...ofReviewer(log) } });
}

/** The decisions of people by whether they took more than a minute; nothing needs a label. */
export function paceCube(log: Log): LogCube {
  const rows = log.events.flatMap((event): Counted[] => {
    const item = log.itemOf.get(event["item_id"] ?? "");
    if (event["stage"] !== "human" || item === undefined) return [];
    const isSlow = msBetween(event, "started_at", "ended_at") > 60_000;
    return [{ event, item, measure: isSlow ? "slow" : "quick", weight: 1 }];
  });
  return dailyCube(rows, { measures: ["slow", "quick"], dimensions: { ...ofItem, ...ofReviewer(log) } });
}

/** Ads by what became of them at the end, on the day of the last decision; what is still open is left out. */
export function finalCube({ events, itemOf }: Log): LogCube {
  const last = new Map<string, Row>();
  for (const event of events) {
    const isFinal = event["stage"] === "auto" || (event["stage"] === "human" && event["round"] === "1");
    if (isFinal && event["decision"] !== "escalate") last.set(event["item_id"] ?? "", event);
  }
  const rows = Array.from(last, ([id, event]): Counted[] => {
    const item = itemOf.get(id);
    return item === undefined ? [] : [{ event, item, measure: event["decision"] ?? "", weight: 1 }];
  });
  return dailyCube(rows.flat(), { measures: ["approve", "reject"], dimensions: ofItem });
}

const sources = ["gold", "ata", "qa"];

function rankOf(event: Row): number {
  return sources.indexOf(event["stage"] ?? "");
}

function bestLabels({ events }: Log): Map<string, Row> {
  const labels = new Map<string, Row>();
  for (const event of events) {
    const id = event["item_id"] ?? "";
    const known = labels.get(id);
    if (rankOf(event) !== -1 && (known === undefined || rankOf(event) < rankOf(known))) labels.set(id, event);
  }
  return labels;
}

/** One over the chance of the sample that labelled first: of an audit of an audit, that of the audit. */
function weightOf(label: Row, { eventOf }: Log): number {
  const prior = eventOf.get(label["prior_event_id"] ?? "");
  const first = prior !== undefined && sources.includes(prior["stage"] ?? "") ? prior : label;
  return 1 / Number(first["incl_prob"] || 1);
}

/**
 * What QA says of the decisions that it audits, of people and of the automatic stage, by who says so. Every audit counts
 * once: the question is how an auditor judges, not how often those who are audited are wrong, and who audits what is
 * drawn after the sample.
 */
export function auditedCube({ events, itemOf, eventOf }: Log): LogCube {
  const rows = events.flatMap((event): Counted[] => {
    const [item, audited] = [itemOf.get(event["item_id"] ?? ""), eventOf.get(event["prior_event_id"] ?? "")];
    if (event["stage"] !== "qa" || item === undefined || audited === undefined) return [];
    const measure = audited["decision"] === event["decision"] ? "qa_confirmed" : "qa_overturned";
    return [{ event, item, measure, weight: 1 }];
  });
  const dimensions = { ...ofItem, auditor: ({ event }: Counted) => event["actor_id"] };
  return dailyCube(rows, { measures: ["qa_confirmed", "qa_overturned"], dimensions });
}

/**
 * The decisions of people by what they select: approved, rejected under the policy that the automatic stage sent the ad
 * to them for, or under another; nothing needs a label.
 */
export function selectedCube(log: Log): LogCube {
  const sentFor = new Map<string, Set<string>>();
  for (const { stage, item_id: id = "", policy_id: policy = "" } of log.events) {
    if (stage === "auto" && policy !== "") sentFor.set(id, (sentFor.get(id) ?? new Set()).add(policy));
  }
  const rows = log.events.flatMap((event): Counted[] => {
    const id = event["item_id"] ?? "";
    const [item, sent, selected = ""] = [log.itemOf.get(id), sentFor.get(id), event["policy_id"]];
    if (event["stage"] !== "human" || item === undefined || sent === undefined) return [];
    if (event["decision"] !== "reject") return [{ event, item, measure: "approve", weight: 1 }];
    const measure = sent.has(selected) ? "reject_same" : "reject_other";
    return selected === "" ? [] : [{ event, item, measure, weight: 1 }];
  });
  const measures = ["approve", "reject_same", "reject_other"];
  return dailyCube(rows, { measures, dimensions: { ...ofItem, ...ofReviewer(log) } });
}

/** Dimension → the value that a decision has there; an empty one stands for none. */
type Dimensions = Readonly<Record<string, (row: Counted) => string | undefined>>;

/** The dimensions that the simulated workspace's cubes have. */
const ofItem: Dimensions = {
  language: ({ item }) => item["language"],
  market: ({ item }) => item["market"],
  policy: ({ item }) => item["policy_id"],
  queue: ({ item }) => item["queue_id"],
  tier: ({ item }) => item["tier"],
};

/** Those of the cohort that a reviewer belongs to. */
function ofReviewer({ cohortOf }: Log): Dimensions {
  return {
    site: ({ event }) => cohortOf.get(event["actor_id"] ?? "")?.["site"],
    tenure: ({ event }) => cohortOf.get(event["actor_id"] ?? "")?.["tenure"],
  };
}

const labelSource = ({ label }: Counted): string | undefined => label?.["stage"];

type Columns = { readonly measures: readonly string[]; readonly dimensions: Dimensions };

function dailyCube(rows: readonly Counted[], { measures, dimensions }: Columns): LogCube {
  const cells = new Map<string, { slice: CubeCell["slice"]; clusters: Map<string, number[]> }>();
  for (const row of rows) {
    const slice: Record<string, string | null> = { day: (row.event["ended_at"] ?? "").slice(0, 10) };
    for (const [name, valueOf] of Object.entries(dimensions)) slice[name] = valueOf(row) || null;
    const key = Object.values(slice).join();
    const cell = cells.get(key) ?? { slice, clusters: new Map<string, number[]>() };
    cells.set(key, cell);
    addTo(cell.clusters, row.item["item_id"] ?? "", { row, measures });
  }
  const cube = {
    dimensions: ["day", ...Object.keys(dimensions)],
    measures,
    cells: Array.from(cells.values(), ({ slice, clusters }) => ({
      slice,
      sums: sumColumns([...clusters.values()]),
      products: sumColumns([...clusters.values()].map(outerProducts)),
    })),
    advertisers: [advertiserSums(rows, measures)],
  };
  return { cube, rows };
}

function advertiserSums(rows: readonly Counted[], measures: readonly string[]): AdvertiserSums {
  const [items, advertisers] = [new Map<string, number[]>(), new Map<string, number[]>()];
  for (const row of rows) {
    addTo(items, row.item["item_id"] ?? "", { row, measures });
    addTo(advertisers, row.item["advertiser_id"] ?? "", { row, measures });
  }
  return {
    dimension: null,
    value: null,
    sums: sumColumns([...items.values()]),
    ofItems: sumColumns([...items.values()].map(outerProducts)),
    ofAdvertisers: sumColumns([...advertisers.values()].map(outerProducts)),
  };
}

function addTo(
  clusters: Map<string, number[]>,
  id: string,
  { row, measures }: { row: Counted; measures: readonly string[] },
): void {
  const sums = clusters.get(id) ?? measures.map(() => 0);
  const at = measures.indexOf(row.measure);
  sums[at] = (sums[at] ?? 0) + row.weight;
  clusters.set(id, sums);
}

function sumColumns(rows: readonly (readonly number[])[]): number[] {
  const sums = [...(rows[0] ?? [])].fill(0); // plain loops: clusters are many
  for (const row of rows)
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (row[at] ?? 0);
  return sums;
}
