import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runMine } from "../../bin/mine.js";
import { buildFolder } from "../../loaders/artefacts/prepareData.js";
import { readPackage } from "../../loaders/tables/readPackage.js";
import { minedFiles, minedHashes, minedImageFiles } from "../fixtures/minedWorkspace.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { runIn } from "./streams.js";
import type { Ran } from "./streams.js";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "mined-"));
  const name = basename(dir).toLowerCase();
  for (const [file, text] of Object.entries(minedFiles("mining: {maxShare: 0.2}\n"))) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), text.replace(/^name: .*$/m, `name: ${name}`));
  }
});
afterAll(async () => {
  await rm(buildFolder({ name: basename(dir).toLowerCase() }), { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
});

function run(...args: string[]): Promise<Ran> {
  return runIn(dir, runMine, { args: ["--workspace", dir, ...args] });
}

type Shown = { readonly termId: string; readonly term: string; readonly beatsBar: boolean };

async function candidatesOf(...args: string[]): Promise<Shown[]> {
  const { code, stdout } = await run(...args, "--json");
  expect(code).toBe(0);
  const { candidates }: { candidates: Shown[] } = JSON.parse(stdout);
  return candidates;
}

describe("riskbook mine", () => {
  test("--json gives candidates with held-out numbers and the nearest term", async () => {
    const { code, stdout } = await run("--json");
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(Object.keys(found)).toEqual([
      "release",
      "settings",
      "documents",
      "splitBy",
      "bar",
      "judged",
      "candidates",
    ]);
    expect(found).toMatchObject({ release: "r2", splitBy: "time", bar: 0.5 });
    const [first] = found.candidates;
    expect(Object.keys(first)).toEqual([
      "termId",
      "term",
      "kind",
      "match",
      "language",
      "radius",
      "support",
      "z",
      "heldOut",
      "gain",
      "newHits",
      "beatsBar",
      "nearest",
    ]);
    expect(first).toMatchObject({
      term: "zorble quenk",
      kind: "word",
      language: "en",
      beatsBar: true,
      newHits: 60,
      nearest: { term: "quenk leaf", relation: "words" },
    });
    expect(first.heldOut).toMatchObject({ fp: 0, labelled: first.heldOut.tp, high: 1 });
  });

  test("masks terms in its text unless --show-terms is given", async () => {
    const masked = await run();
    expect(masked.stdout).toContain("z••••• q••••");
    expect(masked.stdout).toContain("1 candidate beats the bar, a lower bound of precision of 50.0 %.");
    expect(masked.stdout).not.toContain("quenk");
    expect((await run("--show-terms")).stdout).toContain("zorble quenk");
  });

  test("--images finds images of missed violations too, which --accept writes as well", async () => {
    const hashes = minedHashes.map((digits, n) => `p${n},${digits}`);
    await writeFile(join(dir, "images.csv"), `id,pdq\nunknown,\n${hashes.join("\n")}\n`);
    const [word, image, ...others] = await candidatesOf("--images", "images.csv", "--hash", "pdq");
    expect([word?.term, others]).toEqual(["zorble quenk", []]);
    expect(image).toMatchObject({ kind: "image", match: "", beatsBar: true, newHits: 60, radius: 31 });
    const args = ["--images", "images.csv", "--hash", "pdq", "--accept", "images-edit.csv"];
    expect((await run(...args, image?.termId ?? "")).code).toBe(0);
    const { terms } = await readPackage(join(dir, "images-edit.csv"));
    expect(terms.at(-1)).toMatchObject({ kind: "image", term: image?.term, radius: 31, action: "watch" });
  });

  test("of a workspace with hashes finds the same images as --images, and names none in the text", async () => {
    const hashed = await workspaceFolder(minedImageFiles("mining: {maxShare: 0.2}\n"));
    const found = await runIn(dir, runMine, { args: ["--workspace", hashed, "--json"] });
    const { candidates }: { candidates: Shown[] } = JSON.parse(found.stdout);
    expect(candidates).toEqual(await candidatesOf("--images", "images.csv", "--hash", "pdq"));
    expect(candidates).toHaveLength(2);
    const { stdout } = await runIn(dir, runMine, { args: ["--workspace", hashed] });
    expect(stdout).toContain("\tan image\t");
    expect(minedHashes.filter((hash) => stdout.includes(hash))).toEqual([]);
  });

  test("--snapshot mines for that release, --top shortens the list", async () => {
    const terms = (await candidatesOf("--snapshot", "r1")).map(({ term }) => term);
    expect(terms.toSorted()).toEqual(["dripf", "zorble quenk"]);
    expect(await candidatesOf("--snapshot", "r1", "--top", "1")).toHaveLength(1);
  });

  test("says that no candidate beats the bar and ends with 0", async () => {
    const { code, stdout } = await run("--snapshot", join(dir, "all.csv"));
    expect(code).toBe(0);
    expect(stdout).toContain("No candidate beats the bar");
  });

  test("--accept writes the release and the candidate, which watches, as a package that reads the same", async () => {
    const [first] = await candidatesOf();
    const { code, stderr } = await run("--accept", "edit.csv", first?.termId ?? "", first?.termId ?? "");
    expect([code, stderr]).toEqual([0, "edit.csv: release r2 (4 terms) and 1 candidates, which watch\n"]);
    const { terms, warnings } = await readPackage(join(dir, "edit.csv"));
    expect(warnings).toEqual([]);
    const rows = terms.map(({ term, action, languages }) => [term, action, languages.join()].join(" "));
    expect(rows.at(-1)).toBe("zorble quenk watch en");
    expect(rows.slice(0, -1).toSorted()).toEqual(["=1+1  ", "dripf  en", "plum  en", "quenk leaf  en"]);
    expect(await readFile(join(dir, "edit.csv"), "utf8")).not.toMatch(/(^|,)"?=/m);
    expect((await candidatesOf("--snapshot", join(dir, "edit.csv"))).map(({ term }) => term)).toEqual([]);
  });

  test("proposes an expired term again, and --accept puts the candidate in its place", async () => {
    const over = join(dir, "over.csv");
    await writeFile(over, "term,languages,valid_to\nzorble quenk,en,2000-01-01\nplum,,\n");
    const found = await candidatesOf("--snapshot", over);
    const again = found.find(({ term }) => term === "zorble quenk");
    expect(again).toMatchObject({ beatsBar: true, nearest: { relation: "same" } });
    const { code, stderr } = await run("--snapshot", over, "--accept", "again.csv", again?.termId ?? "");
    expect(code).toBe(0);
    expect(stderr).toContain("(2 terms) and 1 candidates, which watch\n");
    const { terms } = await readPackage(join(dir, "again.csv"));
    expect(terms).toMatchObject([
      { term: "plum", action: null },
      { term: "zorble quenk", action: "watch", validTo: null },
    ]);
  });

  test.each([
    [["--top", "0"], "--top: expected a whole number from 1"],
    [["0123456789abcdef"], "--accept: expected a file beside ids"],
    [["--accept", "edit.csv"], "--accept: expected the ids of candidates, got none"],
    [["--accept", "edit.csv", "0000"], '--accept: expected the id of a candidate, got "0000"'],
    [["--snapshot", "r3"], 'got "r3" (did you mean "r1"?)'],
    [["--images", "none.csv"], "none.csv"],
    [["--workspace", "nowhere"], "nowhere"],
  ])("%j ends with 3 and says why", async (args, message) => {
    const { code, stderr, stdout } = await run(...args);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain(message);
  });
});
