/** Language of an ad and of who reviews it. */
export const languages = ["en", "de", "es", "pt", "ja"] as const;
export type Language = (typeof languages)[number];

export const verticals = ["health", "finance", "fashion", "games", "home", "travel"] as const;
export type Vertical = (typeof verticals)[number];

/** A place where ads run. Shares are of the traffic; `risk` multiplies the share of violating ads. */
export type Market = {
  readonly id: string;
  readonly language: Language;
  readonly currency: string;
  readonly share: number;
  readonly risk: number;
};

/** What ads are judged by. `difficulty` multiplies the errors of people; `severity` is 4 for P0. */
export type Policy = {
  readonly id: string;
  readonly title: string;
  readonly severity: 1 | 2 | 3 | 4;
  readonly difficulty: number;
  readonly queue: string;
  /** The vertical whose ads are mostly judged by it. */
  readonly vertical: Vertical;
};

/** At least five people who are told apart by nothing else. `share` of the reviews. */
export type Cohort = {
  readonly id: string;
  readonly site: string;
  readonly vendor: string;
  readonly tenure: "new" | "settled" | "senior";
  readonly people: number;
  readonly share: number;
};

/**
 * The simulated business: every number that shapes it, in one place. Shares and chances are 0–1, times in the unit that
 * ends their name, days of the week from Monday. Tuned so that 2–8 % of ads violate, people are wrong in 3–10 % of
 * their decisions and auditors in 1–4 %.
 */
export const world = {
  /** First moment, a Monday, UTC ms. */
  startMs: Date.UTC(2025, 0, 6),
  weekday: [1.1, 1.12, 1.1, 1.06, 1.02, 0.82, 0.78],
  /** Ads by hour of the day, relative. */
  hour: [3, 2, 2, 2, 2, 3, 4, 6, 8, 10, 11, 11, 10, 10, 11, 11, 10, 9, 8, 8, 7, 6, 5, 4],

  markets: [
    { id: "US", language: "en", currency: "USD", share: 0.28, risk: 0.8 },
    { id: "GB", language: "en", currency: "GBP", share: 0.1, risk: 0.8 },
    { id: "DE", language: "de", currency: "EUR", share: 0.16, risk: 0.8 },
    { id: "ES", language: "es", currency: "EUR", share: 0.1, risk: 1 },
    { id: "MX", language: "es", currency: "MXN", share: 0.1, risk: 1.6 },
    { id: "BR", language: "pt", currency: "BRL", share: 0.14, risk: 2.2 },
    { id: "JP", language: "ja", currency: "JPY", share: 0.12, risk: 0.3 },
  ] satisfies readonly [Market, ...Market[]],
  policies: [
    {
      id: "health-claims",
      title: "Promised cures",
      severity: 3,
      difficulty: 1.2,
      queue: "care",
      vertical: "health",
    },
    {
      id: "get-rich",
      title: "Promised riches",
      severity: 3,
      difficulty: 1,
      queue: "money",
      vertical: "finance",
    },
    {
      id: "counterfeit",
      title: "Copied brands",
      severity: 2,
      difficulty: 1.3,
      queue: "goods",
      vertical: "fashion",
    },
    {
      id: "account-trade",
      title: "Traded accounts",
      severity: 2,
      difficulty: 0.8,
      queue: "goods",
      vertical: "games",
    },
    {
      id: "unsafe-goods",
      title: "Unsafe goods",
      severity: 4,
      difficulty: 0.8,
      queue: "care",
      vertical: "home",
    },
    {
      id: "hidden-price",
      title: "Hidden prices",
      severity: 1,
      difficulty: 1.4,
      queue: "money",
      vertical: "travel",
    },
  ] satisfies readonly Policy[],
  queues: ["care", "money", "goods"],
  mediaTypes: { image: 0.55, video: 0.25, text: 0.2 },

  advertisers: {
    /** One for so many ads, within limits that bound the memory. */
    adsEach: 40,
    least: 100,
    most: 20_000,
    /** Traffic of the advertiser of rank r is in proportion to (r + offset)^−steepness. */
    zipf: { steepness: 0.8, offset: 10 },
    tiers: { large: 0.1, middle: 0.3, small: 0.6 },
    /** Multiplies the share of violating ads. */
    tierRisk: { large: 0.4, middle: 0.8, small: 1.3 },
    verifiedShare: 0.6,
  },
  creatives: {
    /** Ads that repeat one of the advertiser's creatives, and how many of these it remembers. */
    repeatShare: 0.35,
    remembered: 5,
    /** Chance that a new creative that violates or holds a risk word is repeated at all: most are stopped. */
    riskyRemembered: 0.3,
    /** Chance that a new creative takes the place of the one that is repeated most. */
    replaceFirst: 0.05,
    /** Repeats that differ a little: another hash of the content, the same group of duplicates. */
    nearShare: 0.3,
    /** Bits of an image hash that a near-duplicate changes at most. */
    nearBits: 10,
    violatingShare: 0.07,
    otherPolicyShare: 0.15,
    /** How a violation shows: by a word of the package, by an image, or by nothing that a package could list. */
    signs: { word: 0.6, image: 0.12, context: 0.28 },
    /** Violations of a policy and language that has a phrase which the package lacks, written with it. */
    missingPhraseShare: 0.4,
    /** Words that are disguised: a share of the violations that show by a word. */
    evasiveShare: 0.15,
    /** Good ads that hold a listed word innocently, and those that hold a planted bad term, where there is one. */
    innocentWordShare: 0.01,
    badTermShare: 0.06,
  },
  package: {
    /** Words of a policy in a language: listed from the start, and listed one after the other later. */
    firstWords: 3,
    laterWords: 2,
    badTerms: 8,
    missingPhrases: 4,
    imageClusters: 24,
    listedClusters: 12,
    everyDays: 7,
    releaseHour: 9,
    /** Words that are looked for in the evasive view too. */
    evasiveViewShare: 0.5,
    /** Words that send to people instead of rejecting. */
    flagShare: 0.2,
  },
  model: {
    everyDays: 28,
    /** Logit of the score: mean and deviation, good and violating. */
    good: { mean: -3, deviation: 1.1 },
    violating: { mean: 0.9, deviation: 1.5 },
    /** What a disguised word takes off the logit. */
    evasiveLogits: 2,
    rejectAbove: 1.8,
    approveBelow: -1.9,
    latencyMs: 900,
  },
  review: {
    /** Approved by the automatic stage and still sent to people, to know what it lets through. */
    randomShare: 0.02,
    /** Share of all ads that people see, for the size of the queues; measured, not set. */
    humanShare: 0.19,
    /** Demand over capacity in a normal week. */
    utilisation: 0.75,
    handlingMs: 45_000,
    /** A video takes so many times as long. */
    videoTime: 1.5,
    targetHours: 24,
    missGood: 0.035,
    missViolating: 0.09,
    wrongPolicyShare: 0.07,
    doubleShare: 0.1,
    language: { en: 0.9, de: 0.9, es: 1, pt: 1.15, ja: 1.2 } satisfies Record<Language, number>,
    tenure: { new: 1.6, settled: 1, senior: 0.7 },
    cohorts: [
      { id: "north-settled", site: "north", vendor: "in-house", tenure: "settled", people: 24, share: 0.22 },
      { id: "north-senior", site: "north", vendor: "in-house", tenure: "senior", people: 18, share: 0.16 },
      { id: "east-new", site: "east", vendor: "vendor-a", tenure: "new", people: 20, share: 0.12 },
      { id: "east-settled", site: "east", vendor: "vendor-a", tenure: "settled", people: 30, share: 0.2 },
      { id: "west-new", site: "west", vendor: "vendor-b", tenure: "new", people: 14, share: 0.1 },
      { id: "west-senior", site: "west", vendor: "vendor-b", tenure: "senior", people: 16, share: 0.2 },
    ] satisfies readonly Cohort[],
  },
  audit: {
    /** Chance that a decision is audited, by stage and decision; doubled for P0 policies, at most 1. */
    qa: { "human reject": 0.5, "human approve": 0.25, "auto reject": 0.2, "auto approve": 0.01 },
    lagHours: 30,
    auditors: ["qa-north", "qa-east"],
    teams: [
      { id: "qa-north", site: "north", vendor: "in-house", tenure: "senior", people: 9 },
      { id: "qa-east", site: "east", vendor: "in-house", tenure: "senior", people: 7 },
    ],
    error: 0.02,
    /** Audits that see the reviewer's answer, and how often these then wave a mistake through. */
    notBlindShare: 0.3,
    anchoring: 0.12,
    /** Chance that an audit is audited, by whether it agreed. */
    ata: { agreed: 0.2, disagreed: 0.6 },
    ataError: 0.005,
    ataLagHours: 48,
    disputeShare: 0.2,
    disputeError: 0.05,
    goldShare: 0.02,
    goldLagHours: 72,
  },
  appeals: {
    good: 0.3,
    violating: 0.05,
    openLagHours: 20,
    decideLagHours: 40,
    error: 0.08,
    /** Why an overturned decision was: the rest is new evidence, an edited item or a changed policy, evenly. */
    ourErrorShare: 0.85,
  },
  delivery: {
    /** Days that an approved ad runs, at most. */
    days: 3,
    endsShare: 0.5,
    /** exp(mean + deviation × normal) impressions a day, by tier. */
    impressions: { mean: 4.6, deviation: 1, tier: { large: 2, middle: 1, small: 0.6 } },
    clickShare: 0.012,
    conversionShare: 0.05,
    /** Units of the currency for 1,000 impressions. */
    spendPerThousand: 4.2,
    revenueShare: 0.9,
    /** What an advertiser means to spend a day, over what it spends. */
    budgetOverSpend: 1.4,
  },
  feedback: {
    /** Events for each impression of a good ad. */
    perImpression: { hide: 4e-4, report: 5e-5 },
    /** Events for each conversion of a good ad. */
    perConversion: { complaint: 0.03, refund: 0.04, chargeback: 0.006, survey: 0.05 },
    /** How many times as many a violating ad has; surveys are no worse in number. */
    violating: { hide: 5, report: 100, complaint: 8, refund: 8, chargeback: 8, survey: 1 },
    lagHours: 20,
  },
  /** Approved ads whose landing page is fetched again a day later. */
  landingCheckShare: 0.1,

  /** What incidents do at a strength of 1; their kinds say it in words. */
  incidents: {
    /** Logits that a bad version adds to every score. */
    badModelLogits: 1.3,
    evasiveShare: 0.06,
    swappedShare: 0.4,
    movedShare: 0.4,
    copiedShare: 0.06,
    mistranslated: { wrongPolicyShare: 0.4, moreErrors: 3 },
    newVendor: { share: 0.3, errors: 1.8, time: 1.6 },
    lenientShare: 0.85,
    /** Chances of QA: rejections (1 + more) times as high, approvals divided by (1 + less). */
    sampling: { more: 2, less: 3 },
    lostCapacity: 0.65,
    /** People who hurry, because of a long queue. */
    hurried: { errors: 3.5, time: 0.6 },
    misrouted: { share: 0.6, errors: 3, sentBackShare: 0.25, transferHours: 2 },
    faultyShare: 0.8,
  },
} as const;

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** UTC midnight that a day of the simulation begins with; day 0 is the first. */
export function dayStartMs(day: number): number {
  return world.startMs + day * dayMs;
}

/** Day of the simulation that a time falls into. */
export function dayOf(atMs: number): number {
  return Math.floor((atMs - world.startMs) / dayMs);
}

/** ISO day, `2025-01-06`. */
export function dayOn(day: number): string {
  const found = names.get(day) ?? new Date(dayStartMs(day)).toISOString().slice(0, 10);
  names.set(day, found);
  return found;
}

const names = new Map<number, string>();
