import { compileTerms } from "../../src/matcher/compileTerms.js";
import { matchRecords } from "../../src/matcher/matchRecords.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import type { Term } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { outcomeNames } from "../../src/replay/traffic.js";
import type { Outcome, ReplayedOn, Traffic } from "../../src/replay/traffic.js";
import { dailyColumns } from "../../src/simulate/files.js";
import { makeWorld } from "../../src/simulate/makeWorld.js";
import type { Simulation } from "../../src/simulate/makeWorld.js";
import { simulateDays } from "../../src/simulate/simulateDays.js";

/** An ad with its label and with what the simulation alone knows. */
export type SimulatedAd = {
  readonly itemId: string;
  readonly text: string;
  readonly language: string;
  readonly advertiser: string;
  readonly createdAt: number;
  readonly imageHash: string;
  readonly truth: Truth;
  readonly weight: number;
  readonly outcome: Outcome;
  readonly isViolating: boolean;
  /** The word that it violates with, if any. */
  readonly term: string;
};

type Row = Readonly<Record<string, string>>;

/** The ads of a simulation in order, labelled as a workspace labels them. */
export function simulatedAds(spec: { seed: number; days: number; items: number }): {
  readonly simulation: Simulation;
  readonly ads: readonly SimulatedAd[];
} {
  const simulation = makeWorld({ ...spec, plan: undefined });
  const texts = { items: "", events: "", "truth/labels": "" };
  const rows = { items: [] as Row[], events: [] as Row[], "truth/labels": [] as Row[] };
  const decoder = new TextDecoder();
  for (const { path, bytes } of simulateDays(simulation)) {
    const name = path.slice(0, path.lastIndexOf("/"));
    if (!isRead(name)) continue;
    texts[name] += decoder.decode(bytes);
    const end = texts[name].lastIndexOf("\n") + 1;
    for (const row of rowsOf(texts[name].slice(0, end), dailyColumns[name])) rows[name].push(row);
    texts[name] = texts[name].slice(end);
  }
  const truths = new Map(rows["truth/labels"].map((row) => [row["item_id"], row]));
  const labels = bestLabels(rows.events);
  const outcomes = lastOutcomes(rows.events);
  const ads = rows.items.map((row): SimulatedAd => {
    const label = labels.get(row["item_id"] ?? "");
    const truth = truths.get(row["item_id"]);
    return {
      itemId: row["item_id"] ?? "",
      text: row["text"] ?? "",
      language: row["language"] ?? "",
      advertiser: row["advertiser_id"] ?? "",
      createdAt: Date.parse(row["created_at"] ?? ""),
      imageHash: row["image_hash"] ?? "",
      truth: label === undefined ? "unlabelled" : label.decision === "approve" ? "good" : "violating",
      weight: label?.weight ?? 1,
      outcome: outcomes.get(row["item_id"]) ?? "undecided",
      isViolating: truth?.["violating"] === "true",
      term: truth?.["term"] ?? "",
    };
  });
  return { simulation, ads };
}

function isRead(name: string): name is "items" | "events" | "truth/labels" {
  return name === "items" || name === "events" || name === "truth/labels";
}

/** Rows without their header; cells with a quote are put together again. */
function* rowsOf(text: string, columns: readonly string[]): Generator<Row> {
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith(`${columns[0]},${columns[1]},`)) continue;
    const cells = line.includes('"')
      ? (line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []).map(unquoted)
      : line.split(",");
    yield Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ""]));
  }
}

function unquoted(cell: string): string {
  const plain = cell.replace(/,$/, "");
  return plain.startsWith('"') ? plain.slice(1, -1).replaceAll('""', '"') : plain;
}

const ranks = ["auto", "human", "qa", "ata", "dispute", "appeal", "gold"];

/** The best label of each ad and 1 over the chance that it had one, as `truthSql` says. */
function bestLabels(events: readonly Row[]): Map<string, { decision: string; weight: number; rank: number }> {
  const byId = new Map(events.map((event) => [event["event_id"], event]));
  const best = new Map<string, { decision: string; weight: number; rank: number }>();
  for (const event of events) {
    const rank = ranks.indexOf(event["stage"] ?? "");
    const isLabel = ["qa", "ata", "gold"].includes(event["stage"] ?? "");
    const decides = event["decision"] === "approve" || event["decision"] === "reject";
    const itemId = event["item_id"] ?? "";
    if (!isLabel || !decides || rank <= (best.get(itemId)?.rank ?? -1)) continue;
    best.set(itemId, { decision: event["decision"] ?? "", weight: weightOf(event, byId), rank });
  }
  return best;
}

/** How each ad ended: by what people decided last, else by the automatic stage, which has one actor here. */
function lastOutcomes(events: readonly Row[]): Map<string | undefined, Outcome> {
  const last = new Map<string | undefined, { round: number; outcome: Outcome }>();
  for (const { stage, decision, item_id: itemId, round: written } of events) {
    const outcome = outcomeNames.find((name) => name === `${stage} ${decision}`);
    const round = stage === "human" ? Number(written || 1) : 0;
    if (outcome !== undefined && round >= (last.get(itemId)?.round ?? 0))
      last.set(itemId, { round, outcome });
  }
  return new Map([...last].map(([itemId, { outcome }]) => [itemId, outcome]));
}

function weightOf(label: Row, byId: ReadonlyMap<string | undefined, Row>): number {
  const prior = byId.get(label["prior_event_id"]);
  const chain = [label, prior, byId.get(prior?.["prior_event_id"])].filter((event) => event !== undefined);
  const ranked = chain.map((event) => ({
    rank: ranks.indexOf(event["stage"] ?? ""),
    chance: Number(event["incl_prob"] || 1),
  }));
  const first = Math.min(...ranked.map(({ rank }) => rank).filter((rank) => rank >= ranks.indexOf("qa")));
  return ranked.reduce(
    (weight, { rank, chance }) => (rank > 0 && rank <= first ? weight / chance : weight),
    1,
  );
}

/** The ads as traffic and the package of a moment on it. */
export function trafficOf(
  ads: readonly SimulatedAd[],
  { riskPackage }: Simulation,
  atMs: number,
): { traffic: Traffic; release: ReplayedOn } {
  const terms = riskPackage.terms
    .filter(({ kind, fromMs, toMs }) => kind !== "image" && fromMs <= atMs && atMs < toMs)
    .map((term): Term => ({
      termId: term.termId,
      term: term.term,
      kind: term.kind,
      match: term.match === "" ? "word" : term.match,
      views: term.views === "canonical" ? ["canonical"] : ["canonical", "evasive"],
      languages: term.language === "" ? [] : [term.language],
      markets: [],
      policies: [term.policyId],
      fields: [],
      action: term.action,
      validFrom: null,
      validTo: null,
      owner: null,
      note: null,
    }));
  const numbers = new Map<string, number>();
  const traffic: Traffic = {
    itemIds: ads.map(({ itemId }) => itemId),
    truths: ads.map(({ truth }) => truth),
    weights: Float64Array.from(ads, ({ weight }) => weight),
    clusters: Int32Array.from(ads, ({ advertiser }) => {
      const number = numbers.get(advertiser) ?? numbers.size;
      numbers.set(advertiser, number);
      return number;
    }),
    slices: { language: ads.map(({ language }) => language) },
    createdAt: Float64Array.from(ads, ({ createdAt }) => createdAt),
    outcomes: Uint8Array.from(ads, ({ outcome }) => outcomeNames.indexOf(outcome)),
    logged: undefined,
    money: [],
    async *readTexts() {
      yield { first: 0, text: normaliseColumn(utf8Column(ads.map(({ text }) => text))).canonical };
    },
  };
  return {
    traffic,
    release: { label: "last", snapshotId: "last", terms, hits: hitsOf(ads, terms), rejecting: [] },
  };
}

const batch = 4096;

function hitsOf(ads: readonly SimulatedAd[], terms: readonly Term[]): ReplayedOn["hits"] {
  const compiled = compileTerms(terms);
  const [items, found]: [number[], number[]] = [[], []];
  for (let from = 0; from < ads.length; from += batch) {
    const records = ads
      .slice(from, from + batch)
      .map(({ text, language }) => ({ text, language, market: null }));
    for (const [at, { texts }] of matchRecords(compiled, records).records.entries()) {
      for (const { term } of texts) {
        items.push(from + at);
        found.push(term);
      }
    }
  }
  return { items, terms: found };
}
