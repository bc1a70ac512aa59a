import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const yaml = `name: bench-ingest
title: Simulated days
asOf: 2024-06-01T00:00:00Z
sources:
  posts: {format: csv, path: posts/*.csv, columns: [id, text, lang, rule, made]}
  reviews: {format: csv, path: reviews/*.csv, columns: [id, post, stage, verdict, at]}
  words: {format: csv, path: words/*.csv, columns: [term, lang, released]}
tables:
  item:
    - from: posts
      columns: {item_id: id, text: text, language: lang, policy_id: rule, created_at: made}
  review_event:
    - from: reviews
      columns: {event_id: id, item_id: post, stage: stage, decision: verdict, ended_at: at}
packages:
  words: {from: words, releasedAt: released, columns: {term: term, languages: lang}}
`;

/** How much a simulated workspace holds. */
export type DailySize = { readonly days: number; readonly judgmentsADay: number };

/**
 * Writes a workspace of simulated traffic: a file of posts and one of reviews a day, three judgments and one gold label
 * a post, and four releases of 300 invented words, one of which hits every fourth post. The same numbers every time.
 */
export async function writeDailyWorkspace(dir: string, { days, judgmentsADay }: DailySize): Promise<void> {
  for (const folder of ["posts", "reviews", "words"]) await mkdir(join(dir, folder), { recursive: true });
  await writeFile(join(dir, "workspace.yaml"), yaml);
  for (let day = 0; day < days; day++)
    await writeDay(dir, { day, posts: Math.round(judgmentsADay / 3), edition: 0 });
  for (let release = 1; release <= 4; release++) {
    const words = Array.from(
      { length: 300 },
      (_, n) => `${wordOf(n * 7 + release)},en,2024-01-0${release}T00:00:00Z`,
    );
    await writeFile(join(dir, `words/r${release}.csv`), `${["term,lang,released", ...words].join("\n")}\n`);
  }
}

export type SimulatedDay = { readonly day: number; readonly posts: number; readonly edition: number };

/** Writes the two files of a day; another edition has other verdicts and one post more. */
export async function writeDay(dir: string, { day, posts, edition }: SimulatedDay): Promise<void> {
  const random = seeded(day * 1000 + edition);
  const on = new Date(Date.UTC(2024, 1, 1) + day * 86_400_000).toISOString().slice(0, 10);
  const items = ["id,text,lang,rule,made"];
  const events = ["id,post,stage,verdict,at"];
  for (let n = 0; n < posts + edition; n++) {
    const id = `${on}-${n}`;
    const time = `${on}T${String(Math.floor(random() * 24)).padStart(2, "0")}:00:00Z`;
    const text = Array.from({ length: 14 }, () => wordOf(Math.floor(random() * 60_000))).join(" ");
    items.push(`${id},${text},${random() < 0.7 ? "en" : "de"},rule-${Math.floor(random() * 12)},${time}`);
    const isBad = random() < 0.2;
    events.push(`g-${id},${id},gold,${isBad ? "reject" : "approve"},${time}`);
    for (let judge = 0; judge < 3; judge++)
      events.push(`j${judge}-${id},${id},human,${isBad === random() < 0.9 ? "reject" : "approve"},${time}`);
  }
  await writeFile(join(dir, `posts/${on}.csv`), `${items.join("\n")}\n`);
  await writeFile(join(dir, `reviews/${on}.csv`), `${events.join("\n")}\n`);
}

const syllables = [
  "ba",
  "ko",
  "li",
  "mu",
  "ne",
  "pa",
  "ri",
  "so",
  "ta",
  "vu",
  "we",
  "zo",
  "fi",
  "ga",
  "du",
  "he",
];

function wordOf(n: number): string {
  const parts = [n & 15, (n >> 4) & 15, (n >> 8) & 15, (n >> 12) & 15];
  return parts.map((part) => syllables[part] ?? "").join("");
}

/** Numbers from 0 to 1 by a linear congruence: enough for traffic that nobody reads. */
function seeded(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
