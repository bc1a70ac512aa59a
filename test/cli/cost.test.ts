import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCost } from "../../bin/cost.js";
import type { Effects } from "../../bin/effects.js";
import { DataError, formatIssue } from "../../src/model/dataError.js";
import { prepareFolder, workspaceFolder } from "../artefacts/preparedFolder.js";
import { drawn } from "../components/drawn.js";
import { runIn } from "./streams.js";

const files = {
  "workspace.yaml": `name: priced
title: Priced
asOf: 2024-02-29T00:00:00Z
sources:
  ads: {format: csv, path: ads.csv, columns: [id, text]}
  words: {format: csv, path: words/*.csv, columns: [term, term_id, kind, released]}
tables:
  item:
    - from: ads
      columns: {item_id: id, text: text}
packages:
  words:
    from: words
    releasedAt: released
    columns: {term: term, term_id: term_id, kind: kind}
`,
  "ads.csv": "id,text\nx1,a plum\nx2,a fig\n",
  "words/r1.csv": `term,term_id,kind,released
plum,plum,,2024-01-01T00:00:00Z
pl[ou]m,soft,regex,2024-01-01T00:00:00Z
`,
};

/** Each search takes 2 ms, but the last one 5. */
function clocks() {
  let calls = 0;
  const now = (): number => calls++ * 2 + (calls === 6 ? 3 : 0);
  return { now, today: () => new Date("2024-03-01T12:00:00Z") };
}

const run = (...args: string[]) =>
  runIn(process.cwd(), (given: readonly string[], effects: Effects) => runCost(given, effects, clocks()), {
    args,
  });

describe("riskbook cost", () => {
  test("writes a row a term of the newest release, which pages show once workspace.yaml names the file", async () => {
    const dir = await workspaceFolder(files);
    const { code, stdout, stderr } = await run("--workspace", dir, "--rounds", "1");
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trimEnd().split("\n");
    expect(header).toBe("term_id,kind,cost_us_per_1000_items,low_us,high_us,basis,texts,measured_at,machine");
    expect(rows.map((row) => row.split(",").slice(0, 8))).toEqual([
      ["plum", "word", "1000000", "1000000", "1000000", "shared", "2", "2024-03-01T12:00:00.000Z"],
      ["soft", "regex", "1500000", "1500000", "1500000", "alone", "2", "2024-03-01T12:00:00.000Z"],
    ]);
    expect(stderr).toMatch(/^2 terms on 2 texts, .*Node v/);

    await run("--workspace", dir, "--rounds", "1", "--out", join(dir, "costs.csv"));
    const named = files["workspace.yaml"].replace("from: words\n", "from: words\n    costs: costs.csv\n");
    await writeFile(join(dir, "workspace.yaml"), named.replace("name: priced", `name: ${await nameOf(dir)}`));
    const { data } = await prepareFolder(dir);
    expect(data.packageHealth.costs).toMatchObject({ texts: 2, measuredAt: "2024-03-01T12:00:00.000Z" });
    const table = drawn(data, { fence: "table", line: "term costs limit=1" });
    expect(table).toContain(
      "1 terms of kind word are looked for all at once in 1,000,000 µs for 1,000 texts: none has a time of its own. 1 regexes and rules cost 1,500,000 µs for 1,000 texts; measured on 2 texts on 2024-03-01",
    );
    expect(table).toContain('<td class="number">1,500,000</td>');
    expect(drawn(data, { fence: "table", line: "terms sort=cost" })).toMatch(/terms\/soft.*terms\/plum/s);
    const facts = drawn(data, { fence: "table", line: "term facts", params: { termId: "soft" } });
    expect(facts).toContain(
      "1,500,000 µs (1,500,000–1,500,000), searched for alone; measured on 2 texts on 2024-03-01",
    );
  });

  test("measures a package file on texts of a file, as JSON", async () => {
    const dir = await workspaceFolder(files);
    const { stdout } = await run(
      join(dir, "words/r1.csv"),
      "--texts",
      join(dir, "ads.csv"),
      "--sample",
      "1",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({ texts: 1, costs: [{ termId: "plum" }, { termId: "soft" }] });
  });

  test("a build names every wrong row of the file of costs: line, column, what was expected", async () => {
    const wrong = [
      "term_id,kind,cost_us_per_1000_items,low_us,high_us,basis,texts,measured_at,machine",
      "plum,word,1,1,1,shared,2,2024-03-01T12:00:00Z,here",
      "plum,word,-1,1,1,guessed,2,2024-03-01T12:00:00Z,there",
    ];
    const dir = await workspaceFolder({
      ...files,
      "workspace.yaml": files["workspace.yaml"].replace(
        "from: words\n",
        "from: words\n    costs: costs.csv\n",
      ),
      "costs.csv": `${wrong.join("\n")}\n`,
    });
    const error: unknown = await prepareFolder(dir).catch((thrown: unknown) => thrown);
    const issues = error instanceof DataError ? error.issues.map(formatIssue) : [];
    expect(issues.map((issue) => issue.replace(`${dir}/`, ""))).toEqual([
      'costs.csv:3: term_id: expected a term once, got "plum"',
      'costs.csv:3: basis: expected "alone", "shared" or "below", got "guessed"',
      'costs.csv:3: cost_us_per_1000_items: expected a number from 0 up, got "-1"',
      'costs.csv:3: machine: expected "here" as in the first row, got "there"',
    ]);
  });

  test("cannot run without texts, or with a sample that is no number: 3", async () => {
    const { code, stderr } = await run("terms.csv", "--sample", "0");
    expect([code, stderr]).toEqual([3, '--sample: expected a whole number from 1, got "0"\n']);
    const dir = await workspaceFolder(files);
    const none = await run(join(dir, "words/r1.csv"));
    expect([none.code, none.stderr]).toEqual([3, "cost: expected --workspace or --texts, got neither\n"]);
  });
});

async function nameOf(dir: string): Promise<string> {
  const yaml = await readFile(join(dir, "workspace.yaml"), "utf8");
  return /^name: (.*)$/m.exec(yaml)?.[1] ?? "";
}
