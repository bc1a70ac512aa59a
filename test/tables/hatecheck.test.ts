import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { buildFolder } from "../../loaders/artefacts/prepareData.js";
import { openEngine } from "../../loaders/engine/duckdb.js";
import { quoteText } from "../../loaders/engine/quote.js";
import { withLock } from "../../loaders/store/lock.js";
import { openStore } from "../../loaders/store/store.js";
import { ingest } from "../../loaders/tables/ingest.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";

const dir = "data/hatecheck";
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

test("the default workspace holds 22,254 items, 66,762 human and 22,254 gold events and 21 distinct snapshots", async () => {
  const workspace = await readWorkspace(dir);
  const built = buildFolder(workspace); // the browser tests build the site from the same store
  const { store, ingested } = await withLock(
    built,
    async () => {
      const store = await openStore(join(built, "store"));
      return { store, ingested: await ingest(workspace, store) };
    },
    { whenBusy: "wait" },
  );
  const { tables, snapshots, terms, rejected } = ingested;
  const rows = (name: string) => tables[name]?.reduce((sum, entry) => sum + entry.rows, 0);
  expect([rows("item"), rows("review_event"), rows("policy"), rejected.count]).toEqual([
    22_254, 89_016, 27, 0,
  ]);
  expect(snapshots.map(({ label }) => label).slice(0, 2)).toEqual(["2012-03", "2013-12"]);
  expect([
    snapshots.length,
    new Set(snapshots.map(({ snapshot_id }) => snapshot_id)).size,
    terms.size,
  ]).toEqual([21, 21, 21]);

  const pathsOf = async (name: string) => {
    const paths = await Promise.all((tables[name] ?? []).map((entry) => store.checkedPath(entry)));
    return `read_parquet([${paths.map(quoteText).join(", ")}])`;
  };
  const engine = await openEngine();
  const events = await engine.query(
    `SELECT stage, decision, count(*) FROM ${await pathsOf("review_event")} GROUP BY ALL ORDER BY ALL`,
  );
  const unknown = await engine.query(
    `SELECT count(*) FROM ${await pathsOf("item")} WHERE "policy_id" NOT IN (SELECT policy_id FROM ${await pathsOf("policy")})`,
  );
  engine.close();
  expect(events.rows).toEqual([
    ["gold", "approve", 6_668],
    ["gold", "reject", 15_586],
    ["human", "approve", 18_865],
    ["human", "reject", 47_897],
  ]);
  expect(unknown.rows).toEqual([[0]]);

  const again = await ingest(workspace, await openStore(join(built, "store")));
  expect(again).toMatchObject({ ran: false, reason: "nothing changed" });
}, 300_000);

test("the README of the default workspace states the SHA-256 of every file", async () => {
  const readme = await readFile(join(dir, "README.md"), "utf8");
  const packages = (await readdir(join(dir, "packages/ldnoobw"))).map((name) => `packages/ldnoobw/${name}`);
  for (const file of ["inputs/cases.csv.gz", "inputs/judgments.csv.gz", "policies.csv", ...packages]) {
    expect(readme).toContain(`| ${file} |`);
    expect(readme).toContain(sha256(await readFile(join(dir, file))));
  }
});

const received = "../shared/data";

describe.skipIf(!existsSync(received))(
  "the default workspace is the data as received (skipped without ../shared)",
  () => {
    test.each(["cases", "judgments"])("%s.csv.gz unpacks to the received bytes", async (name) => {
      const packed = await readFile(join(dir, `inputs/${name}.csv.gz`));
      expect(sha256(gunzipSync(packed))).toBe(sha256(await readFile(`${received}/traffic-mhc/${name}.csv`)));
    });

    test("packages/ldnoobw/*.csv are the received bytes", async () => {
      const names = await readdir(`${received}/terms-ldnoobw/snapshots`);
      expect(await readdir(join(dir, "packages/ldnoobw"))).toEqual(names);
      for (const name of names) {
        const original = await readFile(`${received}/terms-ldnoobw/snapshots/${name}`);
        expect(sha256(await readFile(join(dir, "packages/ldnoobw", name)))).toBe(sha256(original));
      }
    });
  },
);
