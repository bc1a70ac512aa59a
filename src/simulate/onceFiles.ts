import type { Advertiser } from "./advertisers.js";
import { csvOf, timeText } from "./files.js";
import type { Cells } from "./files.js";
import { newVendor } from "./humanStage.js";
import type { Simulation } from "./makeWorld.js";
import { isListed } from "./riskPackage.js";
import type { RiskWord } from "./vocabulary.js";
import { dayMs, dayStartMs, world } from "./world.js";

/** A file that is written at once. */
export type WholeFile = { readonly path: string; readonly text: string };

/** The files that do not grow by the day: what the business is made of, its releases, and the truth. */
export function onceFiles(simulation: Simulation): WholeFile[] {
  return [
    { path: "policies.csv", text: policiesCsv(simulation) },
    { path: "queues.csv", text: csvOf(["queue_id", "sla_hours"], world.queues.map(queueRow)) },
    {
      path: "cohorts.csv",
      text: csvOf(
        cohortColumns,
        [...world.review.cohorts, newVendor, ...world.audit.teams].map((cohort) => ({ ...cohort })),
      ),
    },
    {
      path: "advertisers.csv",
      text: csvOf(advertiserColumns, simulation.advertisers.all.map(advertiserRow)),
    },
    { path: "release-events.csv", text: csvOf(releaseColumns, simulation.calendar.releases.map(releaseRow)) },
    ...packageFiles(simulation),
    ...truthFiles(simulation),
  ];
}

export const cohortColumns = ["id", "site", "vendor", "tenure", "people"];
const advertiserColumns = ["advertiser_id", "tier", "verified", "market", "language", "vertical", "currency"];
const releaseColumns = [
  "release_id",
  "at",
  "kind",
  "subject",
  "version",
  "env",
  "action",
  "percent",
  "reason",
];
/** Columns of the policies. */
export const policyColumns = [
  "policy_id",
  "version",
  "parent",
  "title",
  "severity",
  "p0",
  "effective_from",
  "effective_to",
];

/** Columns of a release of the package. */
export const packageColumnNames = [
  "term",
  "term_id",
  "kind",
  "match",
  "views",
  "languages",
  "policies",
  "action",
  "radius",
  "owner",
  "note",
  "released_at",
] as const;

function queueRow(queue_id: string): Cells {
  return { queue_id, sla_hours: world.review.targetHours };
}

function advertiserRow({ id, tier, isVerified, market, vertical }: Advertiser): Cells {
  const { language, currency } = market;
  return { advertiser_id: id, tier, verified: isVerified, market: market.id, language, vertical, currency };
}

function releaseRow({
  id,
  atMs,
  kind,
  action,
  version,
  reason,
}: Simulation["calendar"]["releases"][number]): Cells {
  const subject = subjects[kind];
  return {
    release_id: id,
    at: timeText(atMs),
    kind,
    subject,
    version,
    env: "prod",
    action,
    percent: 100,
    reason,
  };
}

const subjects = {
  package: "ads-risk",
  model: "ads-model",
  policy: "guideline",
  staffing: "teams",
  sampling: "qa-design",
  routing: "queues",
  software: "event-log",
};

/** Every version of the guideline is one of every policy, in force until the next. */
function policiesCsv({ calendar }: Simulation): string {
  const changes = calendar.releases.filter(({ kind }) => kind === "policy");
  const versions = [
    { version: calendar.versionAt("policy", -Infinity), atMs: dayStartMs(0) - 365 * dayMs },
    ...changes,
  ];
  const rows = world.policies.flatMap(({ id, title, severity }) =>
    versions.map(({ version, atMs }, index): Cells => {
      const next = versions[index + 1];
      return {
        policy_id: id,
        version,
        title,
        severity,
        p0: severity === 4,
        effective_from: timeText(atMs),
        effective_to: next === undefined ? "" : timeText(next.atMs),
      };
    }),
  );
  return csvOf(policyColumns, rows);
}

function packageFiles({ calendar, riskPackage }: Simulation): WholeFile[] {
  return calendar.releases
    .filter(({ kind }) => kind === "package")
    .map(({ version, atMs }) => {
      const rows = riskPackage.terms
        .filter((term) => isListed(term, atMs))
        .map((term) => termRow(term, atMs));
      return { path: `packages/${version}.csv`, text: csvOf(packageColumnNames, rows) };
    });
}

function termRow(term: Simulation["riskPackage"]["terms"][number], releasedMs: number): Cells {
  const { termId, kind, match, views, language, policyId, action, owner } = term;
  return {
    term: term.term,
    term_id: termId,
    kind,
    match,
    views,
    languages: language,
    policies: policyId,
    action,
    radius: kind === "image" ? 31 : "",
    owner,
    note: "",
    released_at: timeText(releasedMs),
  };
}

function truthFiles(simulation: Simulation): WholeFile[] {
  const { vocabulary, riskPackage, incidents, calendar } = simulation;
  const badTerms = vocabulary.bad.flatMap((word) => {
    const listed = riskPackage.listing.get(word);
    return listed === undefined ? [] : [{ ...wordRow(word), term_id: listed.termId }];
  });
  const told = incidents.map((incident) => {
    const near = calendar.releases.filter(({ role }) => role?.of === incident.id);
    const { id, kind, day, days, fromMs, toMs, strength, mode, slice } = incident;
    return {
      id,
      kind,
      day,
      days,
      from: timeText(fromMs),
      to: timeText(toMs),
      strength,
      slice,
      ...(kind === "logging-fault" ? { mode } : {}),
      ...(kind === "broad-term"
        ? { term_id: riskPackage.broad.find((term) => term.fromMs === fromMs)?.termId }
        : {}),
      cause: near.find(({ role }) => role?.is === "cause")?.id ?? null,
      end: near.find(({ role }) => role?.is === "end")?.id ?? null,
      decoys: near.filter(({ role }) => role?.is === "decoy").map((release) => release.id),
    };
  });
  return [
    { path: "truth/incidents.json", text: `${JSON.stringify(told, null, 1)}\n` },
    { path: "truth/bad-terms.csv", text: csvOf(["term", "language", "policy_id", "term_id"], badTerms) },
    {
      path: "truth/missing-phrases.csv",
      text: csvOf(["term", "language", "policy_id"], vocabulary.missing.map(wordRow)),
    },
  ];
}

function wordRow({ term, language, policyId }: RiskWord): Cells {
  return { term, language, policy_id: policyId };
}
