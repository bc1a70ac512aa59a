import { describe, expect, test } from "vitest";
import { runPromote } from "../../bin/promote.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { runIn } from "./streams.js";

const day = (i: number): string => new Date(Date.UTC(2024, 0, 1 + i)).toISOString();
const days = Array.from({ length: 60 }, (_, i) => i);

/**
 * One item a day for 60 days. All hold "plum", which is right; the first ten "fig", which is right; all "pear", which is
 * right three times in four; none "quince"; the last two "sloe", which is on the fast track.
 */
const files = (lifecycle: string) => ({
  "workspace.yaml": `name: promoted
title: Promoted
asOf: 2024-03-01T00:00:00Z
sources:
  posts: {format: csv, path: posts.csv, columns: [id, text, made, verdict]}
  words: {format: csv, path: words/*.csv, columns: [term, does, until, released]}
tables:
  item:
    - from: posts
      columns: {item_id: id, text: text, created_at: made}
  review_event:
    - from: posts
      constants: {stage: gold, actor_kind: person, outcome_state: final}
      columns: {event_id: "gold:{id}", item_id: id, decision: verdict}
packages:
  words:
    from: words
    releasedAt: released
    columns: {term: term, term_id: term, action: does, valid_to: until}
${lifecycle}`,
  "posts.csv": `id,text,made,verdict\n${days
    .map((i) => {
      const isRight = i % 4 > 0;
      const words = [isRight ? "plum pear" : "pear", i < 10 && isRight ? "fig" : "", i > 57 ? "sloe" : ""];
      return `${i},${words.join(" ")},${day(i)},${isRight ? "reject" : "approve"}\n`;
    })
    .join("")}`,
  "words/r1.csv": `term,does,until,released\n${["plum,watch,", "pear,,", "fig,flag,", "quince,,", "sloe,,2024-03-20T00:00:00Z", "medlar,flag,2024-02-20T00:00:00Z"].map((row) => `${row},2023-12-01T00:00:00Z\n`).join("")}`,
  "words/r2.csv": `term,does,until,released\n${["plum,watch,", "pear,,", "fig,flag,", "quince,,", "sloe,,2024-03-20T00:00:00Z", "medlar,flag,2024-02-20T00:00:00Z"].map((row) => `${row},2024-02-01T00:00:00Z\n`).join("")}`,
});

const section = "lifecycle: {reject: {minLabelled: 60}, retireAfter: 40d, fastTrack: 120d}\n";

describe("riskbook promote", () => {
  const run = (dir: string, ...args: string[]) =>
    runIn(process.cwd(), runPromote, { args: ["--workspace", dir, ...args] });

  test("lists what is due, a line a term and in --json, and counts on stderr", async () => {
    const dir = await workspaceFolder(files(section));
    const { code, stdout } = await run(dir, "--json");
    const found = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(Object.keys(found[0])).toEqual([
      "termId",
      "from",
      "to",
      "reason",
      "precision",
      "labelled",
      "ageDays",
    ]);
    const brief = found.map(({ termId, from, to, labelled, ageDays }: Record<string, unknown>) => [
      termId,
      from,
      to,
      labelled,
      ageDays,
    ]);
    expect(brief.toSorted()).toEqual([
      ["fig", "flag", "retired", 7, 91], // last hit on the tenth day of sixty
      ["medlar", "flag", "retired", 0, 91],
      ["pear", "reject", "demoted", 60, 91],
      ["plum", "watch", "flag", 45, 91],
      ["quince", "reject", "retired", 0, 91],
    ]);
    expect(found.find(({ termId }: { termId: string }) => termId === "pear")).toMatchObject({
      reason: "precision is at least 62.8 %, below 80.0 %",
      precision: { numerator: 45, denominator: 60, low: expect.closeTo(0.6277, 4) },
    });

    const text = await run(dir);
    expect(text.stdout.split("\n").toSorted()).toEqual([
      "",
      "fig  flag → retired       no hit in 50 days of traffic (7 of 7 right, 91 days)",
      "medlar  flag → retired       its fast track ended 10 days ago (no labels, 91 days)",
      "pear  reject → demoted     precision is at least 62.8 %, below 80.0 % (45 of 60 right, 91 days)",
      "plum  watch → flag         precision is at least 92.1 %, above 50.0 % (45 of 45 right, 91 days)",
      "quince  reject → retired     no hit in 59 days of traffic (no labels, 91 days)",
    ]);
    expect(text.stderr).toBe("5 of 6 terms are due; of 0 it cannot be told yet\n");
  });

  test("weighs labels by their samples and counts an advertiser once: many labels may be worth few", async () => {
    const plain = files("lifecycle: {retireAfter: 400d}\n");
    const sampled = {
      ...plain,
      "workspace.yaml": plain["workspace.yaml"]
        .replace("[id, text, made, verdict]", "[id, text, made, verdict, who, chance]")
        .replace("created_at: made", "created_at: made, advertiser_id: who")
        .replace("decision: verdict", "decision: verdict, incl_prob: chance"),
      "posts.csv": plain["posts.csv"]
        .trimEnd()
        .split("\n")
        .map(
          (line, row) =>
            `${line},${row === 0 ? "who,chance" : `a${row % 3},${line.endsWith("approve") ? 0.1 : 1}`}\n`,
        )
        .join(""),
    };
    const { stdout } = await run(await workspaceFolder(sampled), "--json");
    const found: { termId: string; precision: Record<string, number> }[] = JSON.parse(stdout);
    // 45 right ones stand for 45, 15 wrong ones for 150, and all of them are of three advertisers.
    const pear = found.find(({ termId }) => termId === "pear");
    expect(pear?.precision).toMatchObject({ numerator: 45, denominator: 60 });
    expect(pear?.precision["low"]).toBeLessThan(45 / 195);
    expect(found.find(({ termId }) => termId === "plum")).toBeUndefined(); // 45 of 45, but of three advertisers
  });

  test("cannot run with a rule that is none: 3, with line and column", async () => {
    const wrong = await workspaceFolder(files("lifecycle: {flag: {minPrecision: 90}, retireAfter: soon}\n"));
    const { code, stderr } = await run(wrong);
    expect([code, stderr.replaceAll(wrong, "")]).toEqual([
      3,
      expect.stringMatching(
        /workspace\.yaml:20:\d+: lifecycle\.flag\.minPrecision: expected a share from 0 to 1, got 90\n.*lifecycle\.retireAfter: expected a length of time/,
      ),
    ]);
  });
});
