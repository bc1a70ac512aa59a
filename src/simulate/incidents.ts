/** A kind of incident: which slice it strikes, how long and hard when nothing else is said, and what causes it. */
type KindOfIncident = {
  /** Dimension of the slice that a plan may choose; the others are fixed or drawn. */
  readonly chooses?: SliceKey;
  /** What a strength of 1 means is multiplied by it. */
  readonly meaning: string;
  /** Kind of the release that causes it; left out where the cause lies outside. */
  readonly cause?: ReleaseKind;
};

export const sliceKeys = ["language", "market", "vertical", "queue", "site", "auditor"] as const;
export type SliceKey = (typeof sliceKeys)[number];

export const releaseKinds = [
  "package",
  "model",
  "policy",
  "staffing",
  "sampling",
  "routing",
  "software",
] as const;
export type ReleaseKind = (typeof releaseKinds)[number];

/** The incidents that can be planted; `meaning` says what strength multiplies. */
export const incidentKinds = {
  "broad-term": {
    chooses: "language",
    meaning: "always rejects what holds an everyday word",
    cause: "package",
  },
  "bad-model": { meaning: "logits that a version adds to every score (1.3)", cause: "model" },
  "text-evasion": { chooses: "language", meaning: "extra ads with disguised words (6 % of a language's)" },
  "landing-swap": { chooses: "vertical", meaning: "approved ads whose page is swapped (40 %)" },
  "mix-shift": { chooses: "market", meaning: "traffic that moves to a market (40 %)" },
  "guideline-mistranslated": {
    chooses: "language",
    meaning: "rejections under a wrong policy (+40 points) and errors (× 4)",
    cause: "policy",
  },
  "new-vendor": { meaning: "reviews that a new site takes over (30 %)", cause: "staffing" },
  "lenient-qa": {
    chooses: "auditor",
    meaning: "mistakes that a team of auditors waves through (85 %)",
    cause: "staffing",
  },
  "sampling-change": { meaning: "chances of QA that move to rejections (× 3 and ÷ 4)", cause: "sampling" },
  overload: { chooses: "queue", meaning: "capacity that a queue loses (65 %)", cause: "staffing" },
  misrouting: {
    chooses: "queue",
    meaning: "tasks that go to the next queue instead (60 %)",
    cause: "routing",
  },
  "logging-fault": {
    chooses: "site",
    meaning: "events of a site that are lost or doubled (80 %)",
    cause: "software",
  },
  duplicates: { meaning: "ads that are one advertiser's copies (6 % of all)" },
} as const satisfies Readonly<Record<string, KindOfIncident>>;

export type IncidentKind = keyof typeof incidentKinds;

const kindNames: readonly string[] = Object.keys(incidentKinds);

export function isIncidentKind(name: string): name is IncidentKind {
  return kindNames.includes(name);
}

/** What happened, where and when: the truth that tests hold findings against. */
export type Incident = {
  readonly id: string;
  readonly kind: IncidentKind;
  /** First day, 0 = first of the simulation. */
  readonly day: number;
  readonly days: number;
  /** When it begins and ends, UTC ms; the releases that cause and end it have these times. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly strength: number;
  readonly mode: "gap" | "doubling";
  /** Dimension → value; empty = everywhere. */
  readonly slice: Readonly<Record<string, string>>;
  /** How many innocent releases stand near it. */
  readonly decoys: number;
};

/** Incident of each kind that is under way at a time; at most one of a kind. */
export type Underway = Readonly<Partial<Record<IncidentKind, Incident>>>;

/** Tells which incidents are under way at a time, in UTC ms. */
export function incidentClock(incidents: readonly Incident[]): (atMs: number) => Underway {
  const none: Underway = {};
  const edges = incidents.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).toSorted((a, b) => a - b);
  let [from, to, known] = [Infinity, -Infinity, none];
  return (atMs) => {
    if (atMs >= from && atMs < to) return known;
    from = edges.findLast((edge) => edge <= atMs) ?? -Infinity;
    to = edges.find((edge) => edge > atMs) ?? Infinity;
    const open = incidents.filter(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
    known = Object.fromEntries(open.map((incident) => [incident.kind, incident]));
    return known;
  };
}

/** How much of an incident there is where `values` are those of its slice: its strength, or 0 elsewhere. */
export function strengthIn(incident: Incident | undefined, values: Readonly<Record<string, string>>): number {
  if (incident === undefined) return 0;
  for (const key in incident.slice) {
    if (key in values && values[key] !== incident.slice[key]) return 0;
  }
  return incident.strength;
}
