import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { makeWorld } from "../../src/simulate/makeWorld.js";
import { simulateDays } from "../../src/simulate/simulateDays.js";
import { tempFolder } from "../sources/tempFolder.js";
import { rowsIn, simulateFiles } from "./simulated.js";
import { truthsIn } from "./strike.js";

const small = { days: 10, items: 1500 };

function hashOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const path of [...files.keys()].toSorted()) hash.update(`${path}\n${files.get(path) ?? ""}`);
  return hash.digest("hex");
}

test("simulateDays() writes the same bytes for a seed, and others for another", () => {
  const first = simulateFiles({ ...small, seed: 1 });
  expect(hashOf(simulateFiles({ ...small, seed: 1 }))).toBe(hashOf(first));
  const other = simulateFiles({ ...small, seed: 2 });
  for (const path of ["items/2025-01-08.csv", "events/2025-01-08.csv", "packages/2025-01-06.csv"])
    expect(other.get(path), path).not.toBe(first.get(path));
});

test("riskbook simulate writes the same bytes in another time zone and locale", async () => {
  const dir = await tempFolder({});
  const program = fileURLToPath(new URL("../../bin/riskbook.js", import.meta.url));
  const hashIn = async (out: string, env: Record<string, string>): Promise<string> => {
    const args = [program, "simulate", "--out", out, "--seed", "1", "--days", "9", "--items", "500"];
    execFileSync(process.execPath, args, { cwd: dir, env: { ...process.env, ...env } });
    const names = (await readdir(join(dir, out), { recursive: true })).filter((name) => /\.\w+$/.test(name));
    const texts = names.map(async (name): Promise<[string, string]> => [
      name,
      await readFile(join(dir, out, name), "utf8"),
    ]);
    return hashOf(new Map(await Promise.all(texts)));
  };
  const there = await hashIn("there", { TZ: "Asia/Kathmandu", LANG: "ar_EG.UTF-8", LC_ALL: "ar_EG.UTF-8" });
  expect(there).toBe(await hashIn("here", { TZ: "UTC", LANG: "C", LC_ALL: "C" }));
});

describe("simulateDays()", () => {
  const files = simulateFiles({ seed: 5, days: 30, items: 4000 });
  const items = rowsIn(files, "items");
  const events = rowsIn(files, "events");

  test("writes exactly the items asked for, by the day they were created, each id once", () => {
    expect(items).toHaveLength(4000);
    expect(new Set(items.map((item) => item["item_id"])).size).toBe(4000);
    for (const [path, text] of files) {
      if (!path.startsWith("items/")) continue;
      const [, ...lines] = text.trimEnd().split("\n");
      expect(lines.every((line) => line.includes(`,${path.slice(6, 16)}T`))).toBe(true);
    }
  });

  test("gives each item one final decision, and audits a prior event that is logged earlier", () => {
    const finals = events.filter(
      ({ stage, outcome_state }) => (stage === "auto" || stage === "human") && outcome_state === "final",
    );
    expect(new Set(finals.map((event) => event["item_id"])).size).toBe(finals.length);
    const byId = new Map(events.map((event) => [event["event_id"], event]));
    expect(byId.size).toBe(events.length);
    for (const event of events.filter(({ prior_event_id }) => prior_event_id !== "")) {
      const prior = byId.get(event["prior_event_id"]);
      expect(prior?.["item_id"]).toBe(event["item_id"]);
      expect((prior?.["ended_at"] ?? "") <= (event["started_at"] ?? "")).toBe(true);
    }
  });

  test("draws with an inclusion probability above 0, up to 1, and counts frames that it agrees with", () => {
    const audited = events.filter(({ sample_design_id }) => sample_design_id !== "");
    expect(audited.every(({ incl_prob }) => Number(incl_prob) > 0 && Number(incl_prob) <= 1)).toBe(true);
    const frames = rowsIn(files, "sample-design");
    expect(frames.every(({ frame, sampled }) => Number(sampled) <= Number(frame))).toBe(true);
    const drawn = frames
      .filter(({ stage }) => stage === "gold")
      .reduce((sum, { sampled }) => sum + Number(sampled), 0);
    const written = events.filter(({ stage }) => stage === "gold").length;
    expect(drawn).toBeGreaterThanOrEqual(written); // labels of the last days come later
    expect(drawn - written).toBeLessThan(30);
  });

  test("spends what budgets say", () => {
    const spent = (name: string, column: string): number =>
      rowsIn(files, name).reduce((sum, row) => sum + Number(row[column]), 0);
    expect(spent("budgets", "spent")).toBeCloseTo(spent("delivery", "spend"), 0);
  });

  test("has 2–8 % violating, people wrong in 3–10 %, auditors in 1–4 %, and most decided automatically", () => {
    const labels = new Map(
      rowsIn(files, "truth/labels").map((row) => [row["item_id"], row["violating"] === "true"]),
    );
    const share = (of: readonly boolean[]): number => of.filter(Boolean).length / of.length;
    const wrong = (stage: string): number =>
      share(
        events
          .filter((event) => event["stage"] === stage && event["round"] === "1")
          .map((event) => (event["decision"] === "reject") !== labels.get(event["item_id"])),
      );
    expect(inside(share([...labels.values()]), 0.02, 0.08)).toBe(true);
    expect(inside(wrong("human"), 0.03, 0.1)).toBe(true);
    expect(inside(wrong("qa"), 0.01, 0.04)).toBe(true);
    const auto = events.filter(({ stage }) => stage === "auto");
    expect(inside(share(auto.map(({ decision }) => decision !== "escalate")), 0.7, 0.9)).toBe(true);
  });
});

test("without a plan incidents come every seventh day, each with innocent releases near and another kind of cause", () => {
  const files = simulateFiles({ seed: 3, days: 110, items: 2200 });
  const truths = truthsIn(files);
  expect(truths).toHaveLength(13);
  expect(new Set(truths.map(({ kind }) => kind)).size).toBe(13);
  const releases = new Map(
    rowsIn(files, "release-events.csv").map((release) => [release["release_id"], release]),
  );
  for (const { cause, decoys, from } of truths) {
    for (const id of decoys) {
      const decoy = releases.get(id);
      expect(decoy?.["kind"]).not.toBe(releases.get(cause ?? "")?.["kind"] ?? "none");
      expect(Math.abs(Date.parse(decoy?.["at"] ?? "") - Date.parse(from))).toBeLessThan(3 * 86_400_000);
    }
    if (cause !== null) expect(releases.get(cause)?.["at"]).toBe(from);
  }
  expect(truths.every(({ decoys }) => decoys.length >= 1)).toBe(true);
  const times = [...releases.values()].map((release) => `${release["kind"]} ${release["at"]}`);
  expect(new Set(times).size, "no two of a kind at once").toBe(times.length);
});

test("pieces of a file follow each other, and days are never gone back to", () => {
  const days: string[] = [];
  for (const { path } of simulateDays(makeWorld({ ...small, seed: 4, plan: [] })))
    days.push(path.slice(-14, -4));
  expect(days).toEqual(days.toSorted());
});

function inside(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}
