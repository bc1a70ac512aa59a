import type { Calendar, Release } from "./calendar.js";
import { chanceFor } from "./chance.js";
import type { Chance } from "./chance.js";
import { everydayWord } from "./adText.js";
import { newImageHash, randomDigits } from "./imageHash.js";
import type { Incident } from "./incidents.js";
import type { RiskWord, Vocabulary } from "./vocabulary.js";
import { languages, world } from "./world.js";
import type { Language } from "./world.js";

/** A term with the time in which releases hold it. */
export type PackageTerm = {
  readonly termId: string;
  readonly term: string;
  readonly kind: "word" | "regex" | "image";
  readonly match: "word" | "substring" | "";
  readonly views: "canonical" | "canonical+evasive";
  /** "" = all. */
  readonly language: Language | "";
  readonly policyId: string;
  readonly action: "reject" | "flag";
  readonly owner: string;
  /** UTC ms of the release that adds it, and of the first without it. */
  readonly fromMs: number;
  readonly toMs: number;
};

export type RiskPackage = {
  readonly terms: readonly PackageTerm[];
  /** Word → the term that lists it, by language and word. */
  readonly listing: ReadonlyMap<RiskWord, PackageTerm>;
  /** Images that violate, some of them listed. */
  readonly clusters: readonly ImageCluster[];
  readonly broad: readonly PackageTerm[];
};

export type ImageCluster = {
  readonly hash: string;
  readonly policyId: string;
  readonly term: PackageTerm | undefined;
};

type Sources = {
  readonly seed: number;
  readonly vocabulary: Vocabulary;
  readonly calendar: Calendar;
  readonly incidents: readonly Incident[];
};

/** The package through all its releases. */
export function makePackage({ seed, vocabulary, calendar, incidents }: Sources): RiskPackage {
  const chance = chanceFor(seed, "package");
  const releases = calendar.releases.filter(({ kind }) => kind === "package");
  const later = releases.filter(({ role }) => role === undefined).slice(1);
  const [first] = releases;
  if (first === undefined)
    throw new TypeError("Expected `calendar` to hold a release of the package, got none");
  const listing = new Map(
    [...vocabulary.listed, ...vocabulary.bad].flatMap((word): [RiskWord, PackageTerm][] => {
      const release = word.isFirst ? first : later[chance.whole(Math.max(1, later.length))];
      return release === undefined ? [] : [[word, wordTerm(word, release.atMs, chance)]];
    }),
  );
  const clusters = imageClusters(first, chance);
  const broad = incidents.filter(({ kind }) => kind === "broad-term").map(broadTerm);
  const terms = [
    ...listing.values(),
    ...clusters.flatMap(({ term }) => term ?? []),
    ...broad,
    ...languages.map((language) => codeTerm(language, first)),
    ...idleTerms(releases),
  ];
  return { terms, listing, clusters, broad };
}

/** Whether releases hold a term at a time. */
export function isListed(term: PackageTerm | undefined, atMs: number): term is PackageTerm {
  return term !== undefined && atMs >= term.fromMs && atMs < term.toMs;
}

/** Says nothing about the term, and is the same in every release and seed. */
function termIdOf(language: string, term: string): string {
  return randomDigits(16, chanceFor(0, "term", language, term));
}

const voucherCode = "zzq[0-9]{4}";

const always = { toMs: Infinity, owner: "package-team" } as const;

function wordTerm({ term, language, policyId }: RiskWord, fromMs: number, chance: Chance): PackageTerm {
  const isSpaced = language !== "ja"; // where words touch, the evasive view cannot tell where a spelled one ends
  const isEvasive = chance.happens(world.package.evasiveViewShare);
  return {
    ...always,
    termId: termIdOf(language, term),
    term,
    kind: "word",
    match: isSpaced ? "word" : "substring",
    views: isSpaced && isEvasive ? "canonical+evasive" : "canonical",
    language,
    policyId,
    action: chance.happens(world.package.flagShare) ? "flag" : "reject",
    fromMs,
  };
}

function imageClusters(first: Release, chance: Chance): ImageCluster[] {
  const { imageClusters: count, listedClusters } = world.package;
  return Array.from({ length: count }, (_, n): ImageCluster => {
    const hash = newImageHash(chance);
    const policyId = chance.pick(world.policies).id;
    if (n >= listedClusters) return { hash, policyId, term: undefined };
    const flags = { kind: "image", match: "", views: "canonical", language: "", action: "reject" } as const;
    return {
      hash,
      policyId,
      term: { ...always, ...flags, termId: termIdOf("", hash), term: hash, policyId, fromMs: first.atMs },
    };
  });
}

/** Catches voucher codes, of which there are none in good ads and few in others. */
function codeTerm(language: Language, { atMs }: Release): PackageTerm {
  const flags = {
    kind: "regex",
    match: "substring",
    views: "canonical",
    action: "flag",
    policyId: "get-rich",
  } as const;
  return {
    ...always,
    ...flags,
    termId: termIdOf(language, voucherCode),
    term: voucherCode,
    language,
    fromMs: atMs,
  };
}

/** Each release brings a word that nobody writes; some are what a clean-up should find. */
function idleTerms(releases: readonly Release[]): PackageTerm[] {
  const flags = { kind: "word", match: "word", views: "canonical", language: "en", action: "flag" } as const;
  return releases.map(({ version, atMs }) => ({
    ...always,
    ...flags,
    termId: termIdOf("en", `unwritten ${version}`),
    term: `unwritten${version.replaceAll("-", "")}`,
    policyId: "counterfeit",
    fromMs: atMs,
  }));
}

function broadTerm({ slice, fromMs, toMs }: Incident): PackageTerm {
  const language = languages.find((name) => name === slice["language"]) ?? "en";
  const match = language === "ja" ? "substring" : "word";
  const flags = {
    kind: "word",
    match,
    views: "canonical",
    action: "reject",
    policyId: "hidden-price",
  } as const;
  const term = everydayWord(language);
  return { ...always, ...flags, termId: termIdOf(language, term), term, language, fromMs, toMs };
}
