import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCleanup } from "../../bin/cleanup.js";
import { runGate } from "../../bin/gate.js";
import { runPromote } from "../../bin/promote.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { datedItems, plum, validityFiles } from "../fixtures/validityWorkspace.js";
import { runIn } from "./streams.js";

const always = { ...plum, from: "" };
const ended = { ...always, to: "2024-02-03T10:00:00Z" };

test("riskbook gate of a release in which alone a term expires loses its true positives from then on, and no others", async () => {
  const dir = await workspaceFolder(validityFiles([[always], [ended]]));
  const args = ["--workspace", dir, "--from", "r1", "--to", "r2", "--json", "--flips", "flips.csv"];
  const { code, stdout, stderr } = await runIn(dir, runGate, { args });
  const { verdict, flips } = JSON.parse(stdout);
  expect([code, verdict]).toEqual([1, "FAIL"]);
  expect(flips).toEqual({ gainedTP: 0, lostTP: 24, newFP: 0, fixedFP: 0, unlabelled: 0 });
  const flipped = readFileSync(join(dir, "flips.csv"), "utf8").split("\n").slice(1, -1);
  const later = datedItems.filter(({ id, parts }) => {
    return /^m[23]-/.test(id) && parts.some((part) => part.endsWith("plum"));
  });
  expect(flipped.map((line) => line.replace(/,.*/, "")).toSorted()).toEqual(
    later.map(({ id }) => id).toSorted(),
  );
  expect(stderr).toContain(
    "warning: r2: valid_from and valid_to of 1 term were not applied to 16 items, which have no created_at\n",
  );
  expect(stderr).not.toContain("r1: valid_from");
});

test("riskbook gate says nothing of validity where every item has a time", async () => {
  const dated = datedItems.filter(({ at }) => at !== null);
  const dir = await workspaceFolder(validityFiles([[always], [ended]], dated));
  const args = ["--workspace", dir, "--from", "r1", "--to", "r2", "--json"];
  const { stdout, stderr } = await runIn(dir, runGate, { args });
  expect(JSON.parse(stdout).flips.lostTP).toBe(24);
  expect(stderr).not.toContain("valid_from");
});

test("riskbook cleanup and promote count what a term hits while it is in force, and say where that is not applied", async () => {
  const dir = await workspaceFolder(validityFiles([[always], [ended]]));
  const warning = "r2: valid_from and valid_to of 1 term were not applied to 16 items";
  const cleanup = await runIn(dir, runCleanup, { args: ["--workspace", dir, "--json"] });
  expect(cleanup.stderr).toContain(warning);
  expect(JSON.parse(cleanup.stdout).proposals).toMatchObject([{ termId: "plum", hits: 36, tp: 36 }]); // of 60
  const promote = await runIn(dir, runPromote, { args: ["--workspace", dir, "--json"] });
  expect(promote.stderr).toContain(warning);
  expect(JSON.parse(promote.stdout)).toMatchObject([{ termId: "plum", precision: { denominator: 36 } }]);
});
