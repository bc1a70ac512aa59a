import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openStore } from "../../loaders/store/store.js";
import { ingest } from "../../loaders/tables/ingest.js";
import type { IngestResult } from "../../loaders/tables/ingest.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";
import { tempFolder } from "../sources/tempFolder.js";

const yaml = (asOf = "2024-03-01T00:00:00Z") => `name: daily
title: Daily
asOf: ${asOf}
maxRejectedShare: 1
sources:
  posts: {format: csv, path: "posts/*.csv", columns: [id, text, made]}
  reviews: {format: csv, path: "reviews/*.csv", columns: [id, post, verdict, at], freshness: {column: at, warnAfter: 1d}}
  gold: {format: csv, path: "gold/*.csv", columns: [id, post, verdict, at]}
  words: {format: csv, path: "words/*.csv", columns: [term, lang, released]}
tables:
  item:
    - from: posts
      columns: {item_id: id, text: text, created_at: made}
  review_event:
    - from: reviews
      constants: {stage: human}
      columns: {event_id: id, item_id: post, decision: verdict, ended_at: at}
    - from: gold
      constants: {stage: gold}
      columns: {event_id: id, item_id: post, decision: verdict, ended_at: at}
packages:
  words:
    from: words
    releasedAt: released
    columns: {term: term, languages: lang}
`;

const day = fc.integer({ min: 1, max: 4 });
const time = day.map((n) => `2024-02-0${n}T10:00:00Z`);
const maybeTime = fc.oneof(time, fc.constant(""));
const itemId = fc.integer({ min: 1, max: 6 }).map((n) => `p${n}`);
const eventId = fc.integer({ min: 1, max: 20 }).map((n) => `e${n}`);
const post = fc.tuple(itemId, fc.constantFrom("a turnip", 'two "plums", one leek', "größer"), maybeTime);
const verdict = fc.constantFrom("approve", "reject", "approve", "reject", "maybe");
const review = fc.tuple(eventId, itemId, verdict, maybeTime);
const word = fc.tuple(
  fc.constantFrom("turnip", "leek", ""),
  fc.constantFrom("en", "de"),
  fc.constant("2024-01-01T00:00:00Z"),
);

const headers = {
  posts: "id,text,made",
  reviews: "id,post,verdict,at",
  gold: "id,post,verdict,at",
  words: "term,lang,released",
};
type Folder = keyof typeof headers;

const cellText = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const fileOf = (folder: Folder) => (rows: string[][]) =>
  `${[headers[folder], ...rows.map((row) => row.map(cellText).join(","))].join("\n")}\n`;
const files = (folder: Folder, row: fc.Arbitrary<string[]>) =>
  fc.record({
    folder: fc.constant(folder),
    name: fc.constantFrom("1.csv", "2.csv", "3.csv"),
    content: fc.option(fc.array(row, { maxLength: 8 }).map(fileOf(folder)), { freq: 3 }),
  });

/** One file written anew, or taken away. */
const change = fc.oneof(
  files("posts", post),
  files("posts", post),
  files("reviews", review),
  files("gold", review),
  files("words", word),
);
/** Much at first, then what a day may bring: a file or two. Few changes at a time leave most partitions to be kept. */
const rounds = fc
  .tuple(
    fc.array(change, { minLength: 8, maxLength: 12 }),
    fc.array(fc.array(change, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 6 }),
  )
  .map(([first, later]) => [first, ...later]);

async function apply(
  dir: string,
  { folder, name, content }: { folder: string; name: string; content: string | null },
) {
  const path = join(dir, folder, name);
  const others = (await readdir(dirname(path))).filter((found) => found !== name);
  if (content !== null) await writeFile(path, content);
  else if (others.length > 0) await rm(path, { force: true }); // a source without a file is another matter
}

const answer = ({ terms, ...rest }: IngestResult) => ({
  ...rest,
  terms: [...terms],
  ran: undefined,
  reason: undefined,
});

test(
  "ingest() after any splits, late, changed and removed files gives what a full ingest gives",
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (given) => {
        const dir = await tempFolder({ "workspace.yaml": yaml() });
        for (const folder of ["posts", "reviews", "gold", "words"] as const) {
          await mkdir(join(dir, folder));
          await writeFile(join(dir, folder, "2.csv"), fileOf(folder)([]));
        }
        for (const [index, changes] of given.entries()) {
          for (const found of changes) await apply(dir, found);
          const workspace = await readWorkspace(dir);
          const grown = await ingest(workspace, await openStore(join(dir, "store")));
          const full = await ingest(workspace, await openStore(join(dir, `full-${index}`)));
          expect(answer(grown)).toEqual(answer(full));
          expect(rowCounts(grown)).toEqual(await countByHand(dir));
        }
      }),
      { seed: 7, numRuns: 8, endOnFailure: true },
    );
  },
);

const rowCounts = ({ tables }: IngestResult) =>
  ["item", "review_event"].map((name) => (tables[name] ?? []).reduce((sum, { rows }) => sum + rows, 0));

/** Items and events that the files hold: the first of each id, and of events only those with a verdict and an item. */
async function countByHand(dir: string): Promise<number[]> {
  const rowsOf = async (folder: Folder): Promise<string[][]> => {
    const names = (await readdir(join(dir, folder))).toSorted();
    const texts = await Promise.all(names.map((name) => readFile(join(dir, folder, name), "utf8")));
    return texts.flatMap((text) => {
      const lines = text.trimEnd().split("\n").slice(1);
      return lines.map((line) => line.slice(1, -1).split('","'));
    });
  };
  const items = new Set((await rowsOf("posts")).map(([id]) => id));
  const first = new Map<string | undefined, boolean>();
  for (const [id, item, verdictText] of [...(await rowsOf("reviews")), ...(await rowsOf("gold"))]) {
    if (verdictText === "maybe" || first.has(id)) continue;
    first.set(id, items.has(item));
  }
  return [items.size, [...first.values()].filter(Boolean).length];
}

const daily = {
  "workspace.yaml": yaml(),
  "posts/1.csv": "id,text,made\np1,a turnip,2024-02-01T10:00:00Z\n",
  "posts/2.csv": "id,text,made\np2,a leek,2024-02-02T10:00:00Z\n",
  "reviews/1.csv": "id,post,verdict,at\ne1,p1,approve,2024-02-01T11:00:00Z\n",
  "reviews/2.csv": "id,post,verdict,at\ne2,p2,approve,2024-02-02T11:00:00Z\n",
  "gold/1.csv": "id,post,verdict,at\ng1,p1,approve,\n",
  "words/1.csv": "term,lang,released\nturnip,en,2024-01-01T00:00:00Z\n",
};

async function ingestIn(dir: string) {
  const steps: string[] = [];
  const store = await openStore(join(dir, "store"));
  const result = await ingest(await readWorkspace(dir), store, {
    onProgress: (step) => steps.push(step.replace(`${dir}/`, "")),
  });
  return { ...result, read: steps.filter((step) => step.startsWith("reading")) };
}

test("one late file is read alone; of the stored rows only those of its days are loaded", async () => {
  const dir = await tempFolder(daily);
  const first = await ingestIn(dir);
  expect(first.read).toHaveLength(6);
  // Damage every stored row: what is loaded nevertheless would be an error.
  const stored = await readdir(join(dir, "store/part_rows"), { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of stored.filter((found) => found.isFile())) {
    const bytes = await readFile(join(parentPath, name));
    await writeFile(join(parentPath, name), bytes.fill("x"));
  }
  await writeFile(join(dir, "posts/3.csv"), "id,text,made\np3,a plum,2024-02-03T10:00:00Z\n");
  const late = await ingestIn(dir);
  expect([late.reason, late.read]).toEqual(["1 of 3 files of posts changed", ["reading posts: posts/3.csv"]]);
  expect(late.tables["review_event"]).toEqual(first.tables["review_event"]);
  expect(late.tables["item"]?.slice(0, 2)).toEqual(first.tables["item"]);
  await writeFile(join(dir, "posts/4.csv"), "id,text,made\np4,a fig,2024-02-01T10:00:00Z\n");
  await expect(ingestIn(dir)).rejects.toThrow(
    "the file was changed or damaged; rebuild with: riskbook build --force",
  );
});

test("the reason names each source whose files changed or went", async () => {
  const dir = await tempFolder(daily);
  await ingestIn(dir);
  await rm(join(dir, "reviews/2.csv"));
  await writeFile(join(dir, "posts/1.csv"), "id,text,made\np1,a radish,2024-02-01T10:00:00Z\n");
  expect((await ingestIn(dir)).reason).toBe("1 of 2 files of posts changed; 1 of 2 files of reviews removed");
});

test("a later asOf reads no file again, except one with a time that was ahead of it", async () => {
  const dir = await tempFolder({
    ...daily,
    "reviews/2.csv": "id,post,verdict,at\ne2,p2,approve,2024-03-01T11:00:00Z\n",
  });
  expect((await ingestIn(dir)).rejected.count).toBe(1);
  await writeFile(join(dir, "workspace.yaml"), yaml("2024-03-02T00:00:00Z"));
  const later = await ingestIn(dir);
  expect([later.read, later.rejected.count]).toEqual([["reading reviews: reviews/2.csv"], 0]);
  await writeFile(join(dir, "workspace.yaml"), yaml("2024-03-01T00:00:00Z"));
  const earlier = await ingestIn(dir);
  expect([earlier.read.length, earlier.rejected.count]).toEqual([1, 1]);
});

test("a changed mapping reads the files of its source again and no others", async () => {
  const dir = await tempFolder(daily);
  await ingestIn(dir);
  await writeFile(
    join(dir, "workspace.yaml"),
    yaml().replace("constants: {stage: gold}", "constants: {stage: qa}"),
  );
  expect((await ingestIn(dir)).read).toEqual(["reading gold: gold/1.csv"]);
});
