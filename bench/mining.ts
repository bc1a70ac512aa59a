import { parseArgs } from "node:util";
import type { Candidate } from "../src/mining/candidate.js";
import { candidateTerm } from "../src/mining/candidateTerm.js";
import { mineTraffic } from "../src/mining/mineTraffic.js";
import { compilePackage } from "../src/matcher/compilePackage.js";
import { scan } from "../src/matcher/scan.js";
import { normaliseColumn } from "../src/matcher/normaliseColumn.js";
import { utf8Column } from "../src/matcher/utf8Column.js";
import type { Term } from "../src/matcher/term.js";
import { toMining } from "../src/model/workspace.js";
import { addedLater } from "./mining/addedLater.js";
import { knownPrecision } from "./mining/knownPrecision.js";
import { simulatedAds, trafficOf } from "./mining/simulatedTraffic.js";
import type { SimulatedAd } from "./mining/simulatedTraffic.js";

// What mining finds: phrases that simulations plant and no release lists, whether the precision of what it proposes lies
// in the stated interval, and what it has of the terms that people really added to a word list.
// Run with `npm run bench:mining`; `-- --seeds 20 --items 400000 --days 120` are the defaults,
// and `-- --parts known` runs a part alone.

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    items: { type: "string", default: "400000" },
    days: { type: "string", default: "120" },
    parts: { type: "string", default: "history,known,simulated" },
  },
});
const parts = values.parts.split(",");
const [seeds, items, days] = [Number(values.seeds), Number(values.items), Number(values.days)];
const top = 20;
const minedShare = 0.75;
/** Later ads by which a candidate is judged alone. */
const often = 20;

type Measure = keyof Score;

/** What mining made of a log; see the table for what each count is of. */
type Score = {
  planted: number;
  seen: number;
  found: number;
  /** Found word for word, or by a candidate that hits the same ads. */
  covered: number;
  foundSeen: number;
  accepted: number;
  inside: number;
  /** Those that hit so many later ads, and those of them whose precision there lies in the interval. */
  judgedLater: number;
  insideLater: number;
  cpu: number;
};

/**
 * The whole log with the last release, as a workspace has it: what was planted is what it lacks. And the first three
 * quarters with the release of that moment, which lacks words of later releases as well; the last quarter says what the
 * candidates are worth, by what the simulation knows.
 */
async function scoreSeed(seed: number): Promise<{ whole: Score; early: Score }> {
  const simulated = simulatedAds({ seed, days, items });
  const cut = Math.floor(simulated.ads.length * minedShare);
  return {
    whole: await scoreUntil(simulated.ads.length, simulated),
    early: await scoreUntil(cut, simulated),
  };
}

/** Mined on so many ads, judged by all. */
async function scoreUntil(cut: number, { simulation, ads }: ReturnType<typeof simulatedAds>): Promise<Score> {
  const early = ads.slice(0, cut);
  const { traffic, release } = trafficOf(early, simulation, early.at(-1)?.createdAt ?? 0);
  const before = process.cpuUsage();
  const { candidates } = await mineTraffic(traffic, release, toMining());
  const { user, system } = process.cpuUsage(before);
  const shown = candidates.slice(0, top);
  const planted = simulation.vocabulary.missing;
  const seen = planted.filter(({ term }) => labelledWith(early, term) >= 5);
  const hits = hitsOf(shown.map(candidateTerm), ads);
  const hitsOfPlanted = hitsOf(planted.map(phraseTerm), ads);
  const isFound = ({ term }: { term: string }): boolean => shown.some((candidate) => isSame(candidate, term));
  const isCovered = (phrase: Hits = new Set()): boolean =>
    hits.some((found) => doesAsWell(found, phrase, ads));
  const words = release.terms.filter(({ kind }) => kind === "word");
  const isListed = new Set(hitsOf(words, ads).flatMap((found) => [...found]));
  const known: KnownAds = { ads, isListed, labelledShare: labelShares(ads) };
  const checks = shown.flatMap((candidate, at) =>
    candidate.beatsBar ? [checkOf(candidate, [...(hits[at] ?? [])], { known, cut })] : [],
  );
  return {
    planted: planted.length,
    seen: seen.length,
    found: planted.filter(isFound).length,
    covered: planted.filter((phrase, at) => isFound(phrase) || isCovered(hitsOfPlanted[at])).length,
    foundSeen: seen.filter(isFound).length,
    accepted: shown.filter(({ beatsBar }) => beatsBar).length,
    inside: checks.filter(({ isInside }) => isInside).length,
    judgedLater: checks.filter(({ later }) => later >= often).length,
    insideLater: checks.filter(({ later, isInsideLater }) => later >= often && isInsideLater).length,
    cpu: (user + system) / 1e6,
  };
}

/** Advertisers with a labelled violation written with the phrase. */
function labelledWith(ads: readonly SimulatedAd[], phrase: string): number {
  const own = ads.filter(({ term, truth }) => term === phrase && truth === "violating");
  return new Set(own.map(({ advertiser }) => advertiser)).size;
}

/** The phrase itself, or in a script without spaces with a character more or less at its ends. */
function isSame({ term, match }: Candidate, phrase: string): boolean {
  if (match === "word") return term === phrase;
  const isNear = Math.abs(term.length - phrase.length) <= 2;
  return isNear && (term.includes(phrase) || phrase.includes(term));
}

/**
 * Whether a candidate hits nine in ten of the ads that a phrase hits, and no smaller a share of what it hits violates:
 * a longer or shorter form of the phrase that does as well as a term.
 */
function doesAsWell(candidate: Hits, phrase: Hits, ads: readonly SimulatedAd[]): boolean {
  const shared = [...phrase].filter((at) => candidate.has(at)).length;
  const [own, others] = [phrase, candidate].map((hits) => violatingIn([...hits], ads));
  return phrase.size > 0 && shared >= sameShare * phrase.size && (others ?? 0) >= (own ?? 0);
}

const sameShare = 0.9;

function violatingIn(hits: readonly number[], ads: readonly SimulatedAd[]): number {
  return hits.filter((at) => ads[at]?.isViolating === true).length / hits.length;
}

/** Places of ads. */
type Hits = ReadonlySet<number>;

/** The ads that each term hits. */
function hitsOf(terms: readonly Term[], ads: readonly SimulatedAd[]): Hits[] {
  const text = normaliseColumn(utf8Column(ads.map((ad) => ad.text))).canonical;
  const languages = ads.map(({ language }) => language);
  const { record, term } = scan(compilePackage(terms), text, { languages });
  const found = terms.map(() => new Set<number>());
  for (let at = 0; at < record.length; at++) found[term[at] ?? 0]?.add(record[at] ?? 0);
  return found;
}

/** A planted phrase as mining would propose it. */
function phraseTerm({ term, language }: { term: string; language: string }): Term {
  const match = language === "ja" ? "substring" : "word";
  return candidateTerm({ term, language, match, kind: "word", radius: null, support: 0, z: null });
}

type KnownAds = {
  readonly ads: readonly SimulatedAd[];
  /** Ads that the release hits. */
  readonly isListed: Hits;
  readonly labelledShare: (violating: boolean) => number;
};

/**
 * Whether its precision lies in its interval: over all ads that it hits and the release does not, few of which mining had
 * labels of, and over the later ones alone, whose own chance adds to it.
 */
function checkOf(
  { heldOut: { low = 0, high = 0 } }: Candidate,
  hits: readonly number[],
  { known, cut }: { known: KnownAds; cut: number },
): { readonly isInside: boolean; readonly later: number; readonly isInsideLater: boolean } {
  const isIn = (precision: number): boolean => precision >= low && precision <= high;
  const [all, later] = [hits, hits.filter((at) => at >= cut)].map((places) => precisionOf(places, known));
  return {
    isInside: isIn(all?.precision ?? Number.NaN),
    later: later?.ads ?? 0,
    isInsideLater: isIn(later?.precision ?? Number.NaN),
  };
}

/**
 * Precision of ads with the same text once, as in mining. Their truth is read as people would label it: some violations
 * are labelled good, and some good ads violating.
 */
function precisionOf(
  hits: readonly number[],
  { ads, isListed, labelledShare }: KnownAds,
): { readonly ads: number; readonly precision: number } {
  const added = hits.filter((at) => !isListed.has(at));
  const counted = [...new Map(added.map((at) => [ads[at]?.text, at])).values()];
  const violating = violatingIn(counted, ads);
  return {
    ads: counted.length,
    precision: violating * labelledShare(true) + (1 - violating) * labelledShare(false),
  };
}

function violatingShare(ads: readonly SimulatedAd[]): number {
  return ads.filter(({ truth }) => truth === "violating").length / ads.length;
}

/** Share of the labels that say violating, of the ads that are and of those that are not. */
function labelShares(ads: readonly SimulatedAd[]): (violating: boolean) => number {
  const labelled = ads.filter(({ truth }) => truth !== "unlabelled");
  const shares = [false, true].map((violating) =>
    violatingShare(labelled.filter((ad) => ad.isViolating === violating)),
  );
  return (violating) => shares[Number(violating)] ?? 0;
}

function percent(count: number, total: number): string {
  return `${count} of ${total} (${((100 * count) / total).toFixed(1)} %)`;
}

async function benchSimulated(): Promise<void> {
  const scores: { whole: Score; early: Score }[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    scores.push(await scoreSeed(seed));
    process.stderr.write(`seed ${seed}: ${JSON.stringify(scores.at(-1))}\n`);
  }
  const row = (name: string, measure: (sum: (of: Measure) => number) => string, goal = ""): string => {
    const cells = (["whole", "early"] as const).map((part) =>
      measure((of) => scores.reduce((all, score) => all + score[part][of], 0)),
    );
    return `| ${[name, ...cells, goal].join(" | ")} |\n`;
  };
  process.stdout.write(
    [
      "| measure | whole log, last release | three quarters, release of that moment | goal |\n| --- | ---: | ---: | ---: |\n",
      row(`planted phrases in the first ${top}`, (sum) => percent(sum("found"), sum("planted")), "90 %"),
      row("or another form of them that does as well", (sum) => percent(sum("covered"), sum("planted"))),
      row("of those with labelled violations of five advertisers", (sum) =>
        percent(sum("foundSeen"), sum("seen")),
      ),
      row(
        "candidates that beat the bar, with their precision over all ads in their interval",
        (sum) => percent(sum("inside"), sum("accepted")),
        "90 %",
      ),
      row(`of those that hit ${often} later ads or more, with the precision of these in it`, (sum) =>
        sum("judgedLater") === 0 ? "" : percent(sum("insideLater"), sum("judgedLater")),
      ),
      row("CPU of mining, a workspace", (sum) => `${(sum("cpu") / seeds).toFixed(1)} s`),
    ].join(""),
  );
}

async function benchKnown(): Promise<void> {
  let [accepted, inside] = [0, 0];
  for (let seed = 1; seed <= 20; seed++) {
    const score = await knownPrecision(seed);
    accepted += score.accepted;
    inside += score.inside;
  }
  process.stdout.write(
    `\nWords of known precision: ${percent(inside, accepted)} of the accepted lie in their interval.\n`,
  );
}

async function benchHistory(): Promise<void> {
  const found = await addedLater("data/davidson");
  process.stdout.write(`\n${JSON.stringify(found, null, 1)}\n`);
}

if (parts.includes("history")) await benchHistory();
if (parts.includes("known")) await benchKnown();
if (parts.includes("simulated")) await benchSimulated();
