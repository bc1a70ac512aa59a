import { describe, expect, test } from "vitest";
import { mean, msBetween, quantile, rowsIn } from "./simulated.js";
import type { AdRow, Row } from "./simulated.js";
import { changeOf, rates, strike } from "./strike.js";
import type { Change, Strike } from "./strike.js";

// Each incident leaves its own signature in the written files; the labels of the truth stand in for the experts.

const isBad = ({ truth }: AdRow): boolean => truth["violating"] === "true";
const isGood = (ad: AdRow): boolean => !isBad(ad);
const isAutoReject = ({ auto }: AdRow): boolean => auto["decision"] === "reject";
const isPackageHit = ({ auto }: AdRow): boolean => auto["actor_kind"] === "package";
const isReviewed = ({ human }: AdRow): boolean => human.length > 0;
const verdict = (ad: AdRow): string => (isBad(ad) ? "reject" : "approve");
const isHumanWrong = (ad: AdRow): boolean => ad.human[0]?.["decision"] !== verdict(ad);
/** Advertisers repeat their ads, so that counts spread about twice as far as z takes them to. */
const isFlat = ({ z }: Change): boolean => Math.abs(z) < 5;

test("broad-term: overkill and appeals step up in one language, by hits of that term alone", () => {
  const struck = strike("broad-term", { language: "es" });
  const overkill = rates(struck, { of: isAutoReject, among: isGood, where: { language: "es" } });
  expect(overkill.inside.during).toBeGreaterThan(overkill.inside.before + 0.06);
  expect(isFlat(overkill.outside)).toBe(true);
  const appeals = rates(struck, { of: ({ appeal }) => appeal !== undefined, where: { language: "es" } });
  expect(appeals.inside.z).toBeGreaterThan(4);
  const blamed = struck.during.filter((ad) => ad.auto["reason_label"] === `term:${struck.truth.term_id}`);
  const extra =
    (overkill.inside.during - overkill.inside.before) *
    struck.during.filter((ad) => ad.item["language"] === "es").length;
  expect(blamed.filter(isGood).length).toBeGreaterThan(0.7 * extra);
  expect(blamed.every((ad) => ad.item["language"] === "es" && ad.item["text"]?.includes("hoy"))).toBe(true);
});

test("bad-model: one version rejects and refers more in many markets, hits of the package stay flat", () => {
  const struck = strike("bad-model");
  const version = struck.truth.slice["model_version"];
  expect(struck.during.every((ad) => ad.item["model_version"] === version)).toBe(true);
  expect(struck.before.some((ad) => ad.item["model_version"] === version)).toBe(false);
  const isStopped = (ad: AdRow): boolean => !isPackageHit(ad) && ad.auto["decision"] !== "approve";
  for (const market of ["US", "DE", "MX", "BR", "JP"]) {
    const { inside } = rates(struck, { of: isStopped, among: isGood, where: { market } });
    expect(inside.during, market).toBeGreaterThan(inside.before * 1.5);
  }
  expect(isFlat(rates(struck, { of: isPackageHit, where: {} }).inside)).toBe(true);
});

test("text-evasion: disguised words and leaks go up in one language, words in the open stay flat", () => {
  const struck = strike("text-evasion", { language: "en" });
  const where = { language: "en" };
  const leaks = rates(struck, { of: (ad) => isBad(ad) && !ad.isFinalReject, where });
  expect(leaks.inside.z).toBeGreaterThan(3);
  const reports = (ads: readonly AdRow[]): number => {
    const ids = new Set(ads.filter((ad) => ad.item["language"] === "en").map((ad) => ad.item["item_id"]));
    return rowsIn(struck.files, "feedback").filter(
      (row) => row["kind"] === "report" && ids.has(row["item_id"]),
    ).length;
  };
  expect(reports(struck.during)).toBeGreaterThan(1.2 * reports(struck.before));
  const lastRelease = [...struck.files.keys()]
    .filter((path) => path.startsWith("packages/"))
    .toSorted()
    .at(-1);
  const words = rowsIn(struck.files, lastRelease ?? "")
    .filter(({ kind }) => kind === "word")
    .map(({ term }) => term ?? "");
  const isOpen = ({ item }: AdRow): boolean => words.some((word) => item["text"]?.includes(word) === true);
  const isDisguised = (ad: AdRow): boolean =>
    /[\p{L}\d]\.\p{L}\.\p{L}\.|\p{L}[034]\p{L}|\p{sc=Cyrillic}/u.test(ad.item["text"] ?? "");
  expect(rates(struck, { of: isDisguised, where }).inside.z).toBeGreaterThan(8);
  expect(isFlat(rates(struck, { of: isOpen, where }).inside)).toBe(true);
  expect(isFlat(rates(struck, { of: isDisguised, where }).outside)).toBe(true);
});

test("landing-swap: complaints go up and pages differ in one vertical, the reviewers stay right", () => {
  const struck = strike("landing-swap", { vertical: "travel" });
  const perConversion = (ads: readonly AdRow[], inside: boolean): number => {
    const ids = new Set(
      ads.filter((ad) => (ad.item["vertical"] === "travel") === inside).map((ad) => ad.item["item_id"]),
    );
    const bought = rowsIn(struck.files, "delivery").filter((row) => ids.has(row["item_id"]));
    const harmed = rowsIn(struck.files, "feedback").filter(
      (row) => ids.has(row["item_id"]) && row["channel"] === "support" && row["kind"] !== "survey",
    );
    return harmed.length / bought.reduce((sum, row) => sum + Number(row["conversions"]), 0);
  };
  expect(perConversion(struck.during, true)).toBeGreaterThan(2 * perConversion(struck.before, true));
  expect(perConversion(struck.during, false)).toBeLessThan(1.5 * perConversion(struck.before, false));
  const hashes = new Map(
    [...struck.before, ...struck.during].map(({ item }) => [item["item_id"], item["landing_hash"]]),
  );
  const changed = rowsIn(struck.files, "landing-checks").filter(
    (row) => row["landing_hash"] !== hashes.get(row["item_id"]),
  );
  expect(changed.length).toBeGreaterThan(10);
  const places = new Map(struck.during.map(({ item }) => [item["item_id"], item["vertical"]]));
  expect(changed.every((row) => places.get(row["item_id"]) === "travel")).toBe(true);
  expect(
    isFlat(rates(struck, { of: isHumanWrong, among: isReviewed, where: { vertical: "travel" } }).inside),
  ).toBe(true);
});

test("mix-shift: the share of violating ads moves, by the mix of markets and not by their rates", () => {
  const struck = strike("mix-shift", { market: "BR" });
  const markets = [...new Set(struck.before.map(({ item }) => item["market"] ?? ""))];
  const cells = markets.map((market) => {
    const of = (ads: readonly AdRow[]) => {
      const own = ads.filter(({ item }) => item["market"] === market);
      return { weight: own.length / ads.length, rate: own.filter(isBad).length / own.length };
    };
    return { a: of(struck.before), b: of(struck.during) };
  });
  const mix = cells.reduce((sum, { a, b }) => sum + ((b.weight - a.weight) * (a.rate + b.rate)) / 2, 0);
  const rate = cells.reduce((sum, { a, b }) => sum + ((b.rate - a.rate) * (a.weight + b.weight)) / 2, 0);
  expect(mix).toBeGreaterThan(0.005);
  expect(Math.abs(rate)).toBeLessThan(mix / 2);
  const isIn = (ads: readonly AdRow[]) => ads.map(({ item }) => item["market"] === "BR");
  expect(changeOf(isIn(struck.before), isIn(struck.during)).z).toBeGreaterThan(20);
});

test("guideline-mistranslated: wrong selection and inconsistency go up in one language, auto stays flat", () => {
  const struck = strike("guideline-mistranslated", { language: "en" });
  const where = { language: "en" };
  const isRejected = (ad: AdRow): boolean => isBad(ad) && ad.human[0]?.["decision"] === "reject";
  const isOtherPolicy = (ad: AdRow): boolean => ad.human[0]?.["policy_id"] !== ad.truth["policy_id"];
  const wrong = rates(struck, { of: isOtherPolicy, among: isRejected, where });
  expect(wrong.inside.during).toBeGreaterThan(wrong.inside.before + 0.15);
  expect(isFlat(wrong.outside)).toBe(true);
  const differs = (ad: AdRow): boolean => ad.second?.["decision"] !== ad.human[0]?.["decision"];
  const pairs = rates(struck, {
    of: differs,
    among: ({ second, human }) => second !== undefined && human.length > 0,
    where,
  });
  expect(pairs.inside.during).toBeGreaterThan(pairs.inside.before);
  const errors = rates(struck, { of: isHumanWrong, among: isReviewed, where });
  expect(errors.inside.during).toBeGreaterThan(1.5 * errors.inside.before);
  expect(isFlat(rates(struck, { of: isAutoReject, where }).inside)).toBe(true);
  const versions = new Set(struck.during.map(({ auto }) => auto["policy_version"]));
  expect(versions.has("g1")).toBe(false);
});

test("new-vendor: one site × tenure is new, wrong more often and slower", () => {
  const struck = strike("new-vendor");
  const cohorts = new Map(rowsIn(struck.files, "cohorts.csv").map((cohort) => [cohort["id"], cohort]));
  const isNew = (ad: AdRow): boolean => {
    const cohort = cohorts.get(ad.human[0]?.["actor_id"]);
    return (
      cohort?.["site"] === struck.truth.slice["site"] && cohort?.["tenure"] === struck.truth.slice["tenure"]
    );
  };
  const startedBefore = ({ human }: AdRow): boolean => (human[0]?.["started_at"] ?? "") < struck.truth.from;
  expect(struck.before.some((ad) => startedBefore(ad) && isNew(ad))).toBe(false);
  const reviewed = struck.during.filter(isReviewed);
  const theirs = reviewed.filter(isNew);
  const others = reviewed.filter((ad) => !isNew(ad));
  expect(changeOf(others.map(isHumanWrong), theirs.map(isHumanWrong)).z).toBeGreaterThan(4);
  const seconds = (ads: readonly AdRow[]): number =>
    mean(ads.map((ad) => msBetween(ad.human[0] ?? {}, "started_at", "ended_at")));
  expect(seconds(theirs)).toBeGreaterThan(1.4 * seconds(others));
});

test("lenient-qa: QA confirms more, ATA confirms less, the reviewers stay as they were", () => {
  const struck = strike("lenient-qa", { auditor: "qa-east", items: 60_000 });
  const isTheirs = ({ qa, human }: AdRow): boolean => qa?.["actor_id"] === "qa-east" && human.length > 0;
  const passes = (ad: AdRow): boolean => ad.qa?.["decision"] === ad.human[0]?.["decision"];
  // The audit of an ad of the last quiet day may fall into the lenient days.
  const quiet = struck.before.filter(
    (ad) => isTheirs(ad) && (ad.qa?.["started_at"] ?? "") < struck.truth.from,
  );
  const lenient = struck.during.filter(isTheirs);
  expect(changeOf(quiet.map(passes), lenient.map(passes)).z).toBeGreaterThan(2);
  const confirms = ({ ata, qa }: AdRow): boolean => ata?.["decision"] === qa?.["decision"];
  const weighted = (ads: readonly AdRow[]): number => {
    const audited = ads.filter(({ ata }) => ata !== undefined);
    const weight = ({ ata }: AdRow): number => 1 / Number(ata?.["incl_prob"]);
    return (
      audited.filter(confirms).reduce((sum, ad) => sum + weight(ad), 0) /
      audited.reduce((sum, ad) => sum + weight(ad), 0)
    );
  };
  expect(weighted(lenient)).toBeLessThan(weighted(quiet) - 0.01);
  expect(isFlat(rates(struck, { of: isHumanWrong, among: isReviewed, where: {} }).inside)).toBe(true);
});

test("sampling-change: the raw rate jumps, the weighted stays, the effective n goes down", () => {
  const struck = strike("sampling-change");
  const audits = (ads: readonly AdRow[]) =>
    ads.filter(({ qa, human }) => qa !== undefined && human.length > 0);
  const [a, b] = [audits(struck.before), audits(struck.during)];
  const disagrees = ({ qa, human }: AdRow): boolean => qa?.["decision"] !== human[0]?.["decision"];
  const weight = ({ qa }: AdRow): number => 1 / Number(qa?.["incl_prob"]);
  const weighted = (ads: readonly AdRow[]): number =>
    ads.filter(disagrees).reduce((sum, ad) => sum + weight(ad), 0) /
    ads.reduce((sum, ad) => sum + weight(ad), 0);
  const raw = changeOf(a.map(disagrees), b.map(disagrees));
  expect(raw.z).toBeGreaterThan(4);
  expect(Math.abs(weighted(b) - weighted(a))).toBeLessThan((raw.during - raw.before) / 2);
  const effective = (ads: readonly AdRow[]): number =>
    ads.reduce((sum, ad) => sum + weight(ad), 0) ** 2 / ads.reduce((sum, ad) => sum + weight(ad) ** 2, 0);
  expect(effective(b)).toBeLessThan(0.6 * effective(a));
  const designs = new Set(b.map(({ qa }) => qa?.["sample_design_id"]));
  expect([...designs]).toEqual([struck.truth.slice["sample_design_id"]]);
});

describe("overload", () => {
  const struck: Strike = strike("overload", { queue: "care", items: 48_000 });
  const inQueue = (ads: readonly AdRow[]) => ads.filter(({ task }) => task?.["queue_id"] === "care");

  test("backlog and p95 go up", () => {
    const done = (ads: readonly AdRow[]) => inQueue(ads).filter(({ task }) => task?.["completed_at"] !== "");
    const p95 = (ads: readonly AdRow[]): number =>
      quantile(
        done(ads).map(({ task }) => msBetween(task ?? {}, "enqueued_at", "completed_at")),
        0.95,
      );
    expect(p95(struck.during)).toBeGreaterThan(4 * p95(struck.before));
    const open = (ads: readonly AdRow[]): number =>
      inQueue(ads).filter(({ task }) => (task?.["completed_at"] ?? "") === "").length;
    expect(open(struck.during)).toBeGreaterThan(50);
  });

  test("then handling times go down and misses up", () => {
    const late = struck.during.filter(
      ({ task }) =>
        task?.["queue_id"] === "care" && msBetween(task, "enqueued_at", "claimed_at") > 12 * 3_600_000,
    );
    const usual = inQueue(struck.before).filter(isReviewed);
    const seconds = (ads: readonly AdRow[]): number =>
      mean(ads.map((ad) => msBetween(ad.human[0] ?? {}, "started_at", "ended_at")));
    const reviewed = late.filter(isReviewed);
    expect(seconds(reviewed)).toBeLessThan(0.8 * seconds(usual));
    const misses = (ads: readonly AdRow[]) => ads.filter(isBad).map(isHumanWrong);
    expect(changeOf(misses(usual), misses(reviewed)).z).toBeGreaterThan(1.5);
  });
});

test("misrouting: one queue empties into the next, the total stays, yield goes down and transfers up", () => {
  const struck = strike("misrouting", { queue: "money" });
  const tasks = (ads: readonly AdRow[], queue: string): number =>
    ads.filter(({ task }) => task?.["queue_id"] === queue).length;
  expect(tasks(struck.during, "money")).toBeLessThan(0.6 * tasks(struck.before, "money"));
  expect(tasks(struck.during, "goods")).toBeGreaterThan(1.3 * tasks(struck.before, "goods"));
  const all = (ads: readonly AdRow[]): number => ads.filter(({ task }) => task !== undefined).length;
  expect(Math.abs(all(struck.during) / all(struck.before) - 1)).toBeLessThan(0.1);
  const transferred = (ads: readonly AdRow[]): number =>
    ads.filter(({ task }) => task?.["transferred_to"] === "money").length;
  expect([transferred(struck.before), transferred(struck.during) > 40]).toEqual([0, true]);
  const misses = (ads: readonly AdRow[]) =>
    ads.filter((ad) => isReviewed(ad) && isBad(ad) && ad.item["queue_id"] === "money").map(isHumanWrong);
  expect(changeOf(misses(struck.before), misses(struck.during)).z).toBeGreaterThan(2);
});

describe("logging-fault: completed tasks and logged judgments no longer agree at one site", () => {
  const residual = (ads: readonly AdRow[]): number =>
    ads.filter(({ task }) => (task?.["completed_at"] ?? "") !== "").length -
    ads.reduce((sum, { human }) => sum + human.length, 0);

  test("mode gap loses some", () => {
    const struck = strike("logging-fault", { site: "west" });
    expect(residual(struck.before)).toBeLessThan(30); // worked on after midnight of the first day
    expect(residual(struck.during)).toBeGreaterThan(200);
    const isWest = (event: Row | undefined): boolean => event?.["actor_id"]?.startsWith("west") === true;
    const share = (ads: readonly AdRow[]): number =>
      ads.filter(({ human }) => isWest(human[0])).length / ads.filter(isReviewed).length;
    expect(share(struck.during)).toBeLessThan(0.4 * share(struck.before));
  });

  test("mode doubling logs some twice, under another id", () => {
    const struck = strike("logging-fault", { site: "west", mode: "doubling" });
    expect(residual(struck.during)).toBeLessThan(-200);
    const doubled = struck.during.filter(({ human }) => human.length > 1);
    expect(new Set(doubled.flatMap(({ human }) => human.map((event) => event["event_id"]))).size).toBe(
      2 * doubled.length,
    );
  });
});

test("duplicates: the FPR of items jumps, that of advertisers stays", () => {
  const struck = strike("duplicates");
  const item = rates(struck, { of: isAutoReject, among: isGood, where: {} });
  expect(item.inside.during).toBeGreaterThan(item.inside.before + 0.03);
  const byAdvertiser = (ads: readonly AdRow[]): boolean[] => {
    const hit = new Map<string, boolean>();
    for (const ad of ads.filter(isGood)) {
      const id = ad.item["advertiser_id"] ?? "";
      hit.set(id, hit.get(id) === true || isAutoReject(ad));
    }
    return [...hit.values()];
  };
  expect(isFlat(changeOf(byAdvertiser(struck.before), byAdvertiser(struck.during)))).toBe(true);
  const copies = struck.during.filter(
    ({ item }) => item["advertiser_id"] === struck.truth.slice["advertiser_id"],
  );
  const groups = new Set(copies.map(({ item }) => item["dup_group"]));
  expect(copies.length).toBeGreaterThan(20 * groups.size);
});
