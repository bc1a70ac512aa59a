import { dailyColumns, timeText } from "./files.js";
import { cohortColumns, packageColumnNames, policyColumns } from "./onceFiles.js";
import type { WholeFile } from "./onceFiles.js";
import type { Simulation } from "./makeWorld.js";
import { dayStartMs, world } from "./world.js";

/** `workspace.yaml` and `README.md` of a simulation. */
export function workspaceFiles(simulation: Simulation): WholeFile[] {
  return [
    { path: "workspace.yaml", text: workspaceYaml(simulation) },
    { path: "README.md", text: readme(simulation) },
  ];
}

const itemColumns = [
  "item_id",
  "item_version",
  "market",
  "advertiser_id",
  "content_hash",
  "dup_group",
  "media_type",
  "language",
  "vertical",
  "product_line",
  "queue_id",
  "policy_id",
  "created_at",
  "exposure",
  "currency",
  "image_hash",
  "text",
];

function workspaceYaml({ spec }: Simulation): string {
  const { seed, days, items } = spec;
  return `name: ads-simulated
title: Ads (simulated)
asOf: ${timeText(dayStartMs(days))}
timeZone: UTC
about: >-
  Simulated: ${items} invented ads of ${days} days in five languages (seed ${seed}), checked by an invented package and model and
  by invented people. Nothing here is about a real business, advertiser or reviewer.
cannotShow:
  - Simulated data shows whether the methods find what was planted, not how any real business is doing.
  - Words that violate are invented and mean nothing in any language.
maxRejectedShare: 0

${sourcesYaml()}
${tablesYaml()}`;
}

function sourcesYaml(): string {
  return `sources:
  items:
    format: csv
    path: items/*.csv
    columns: ${flow(dailyColumns.items)}
  events:
    format: csv
    path: events/*.csv
    columns: ${flow(dailyColumns.events)}
  delivery:
    format: csv
    path: delivery/*.csv
    columns: ${flow(dailyColumns.delivery)}
  feedback:
    format: csv
    path: feedback/*.csv
    columns: ${flow(dailyColumns.feedback)}
  policies:
    format: csv
    path: policies.csv
    columns: ${flow(policyColumns)}
  reviewers:
    format: csv
    path: cohorts.csv
    columns: ${flow(cohortColumns)}
  package:
    format: csv
    path: packages/*.csv
    columns: ${flow(packageColumnNames)}
`;
}

function tablesYaml(): string {
  return `tables:
  item:
    - from: items
      columns: ${flowMap(itemColumns)}
      dimensions: {tier: tier}
  review_event:
    - from: events
      columns: ${flowMap(dailyColumns.events)}
  policy:
    - from: policies
      columns: ${flowMap(policyColumns)}
  delivery:
    - from: delivery
      columns: {day: "{day}T00:00:00Z", ${maps(dailyColumns.delivery.filter((name) => name !== "day"))}}
  feedback:
    - from: feedback
      columns: {given_at: at, ${maps(dailyColumns.feedback.filter((name) => name !== "at"))}}
  reviewer:
    - from: reviewers
      columns: {reviewer_id: id, cohort: id, people: people}

packages:
  ads-risk:
    from: package
    label: "{stem}"
    releasedAt: released_at
    columns: ${flowMap(packageColumnNames.filter((name) => name !== "released_at"))}

publish:
  exampleTexts: true # invented texts

cleanup: true
mining: {}
monitor: true
nearDuplicates: true
`;
}

function flow(names: readonly string[]): string {
  return `[${names.join(", ")}]`;
}

function flowMap(names: readonly string[]): string {
  return `{${maps(names)}}`;
}

function maps(names: readonly string[]): string {
  return names.map((name) => `${name}: ${name}`).join(", ");
}

const notes: Readonly<Record<keyof typeof dailyColumns, string>> = {
  items: "ads by the day they were created; `image_hash` is like PDQ's, and empty for texts",
  events:
    "decisions of the stages auto, human, qa, ata, dispute, appeal and gold by the day they ended. `incl_prob` is the chance of its own draw: that of ATA is given the QA event named by `prior_event_id`. A second human judgment has round 2 and no outcome state. People are cohorts",
  tasks:
    "work of people by the day it was done; what is open at the end stands on the last day without `completed_at`",
  "model-scores": "score of the model for the policy that an ad is judged by",
  "sample-design": "frame and sample of each stratum, by the day the ads were created",
  appeals: "a row when an appeal is opened and one when it is decided",
  delivery: "ad × day",
  feedback: "hides and reports (in-app), complaints, refunds, chargebacks and surveys (support)",
  budgets: "advertiser × day, where something was spent",
  "landing-checks":
    "landing pages of some approved ads, fetched again a day later: another hash is another page",
  "truth/labels": "what only the simulation knows of each ad; read by tests alone",
};

function readme({ spec }: Simulation): string {
  const { seed, days, items, plan } = spec;
  const daily = Object.entries(dailyColumns).map(
    ([name, columns]) => `| \`${name}/<day>.csv\` | ${notesOf(name)} | ${columns.join(", ")} |`,
  );
  return `# Ads (simulated)

Simulated data: invented ads, words, advertisers and people. Made by \`riskbook simulate --seed ${seed} --days ${days} --items ${items}${plan === undefined ? "" : " --plant PLAN"}\`;
the same command writes the same bytes. Times are UTC; the first day is ${timeText(world.startMs).slice(0, 10)}.

\`workspace.yaml\` maps items, events, delivery, feedback, policies, cohorts and packages. The other files are not read yet.

| file | holds | columns |
| --- | --- | --- |
${daily.join("\n")}
| \`policies.csv\` | policies × versions of the guideline; severity 4 is P0 | |
| \`packages/<label>.csv\` | a release of the package | ${packageColumnNames.join(", ")} |
| \`release-events.csv\` | what was changed when: packages, models, guidelines, teams, designs, routes, software | |
| \`cohorts.csv\` | reviewers and auditors of QA as cohorts of site × vendor × tenure | |
| \`advertisers.csv\`, \`queues.csv\` | who runs ads; where they wait | |
| \`truth/\` | incidents with their slices, causes and decoys; planted bad terms and missing phrases; labels. Read by tests alone | |

Slices in \`truth/incidents.json\`: language, market, vertical, queue and advertiser_id are columns of items (queue: \`queue_id\`), model_version
too; site and tenure those of the cohort that \`actor_id\` of a human event names; auditor is \`actor_id\` of a QA event.
\`cause\`, \`end\` and \`decoys\` are ids of \`release-events.csv\`; what comes from outside has no cause.
`;
}

function notesOf(name: string): string {
  return Object.entries(notes).find(([file]) => file === name)?.[1] ?? "";
}
