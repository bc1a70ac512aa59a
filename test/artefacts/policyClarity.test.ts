import { expect, test } from "vitest";
import { simulateFiles } from "../simulate/simulated.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

test("a guideline that was mistranslated into a language puts its policies first", async () => {
  const plan = [{ kind: "guideline-mistranslated", day: 7, language: "de", strength: 2, decoys: 0 }] as const;
  const files = simulateFiles({ seed: 3, days: 14, items: 7000, plan: [...plan] });
  const { data } = await prepareFolder(await workspaceFolder(Object.fromEntries(files)));
  const { cells, mistaken } = data.policies;
  expect(cells.slice(0, 3).map(({ slice }) => slice["language"])).toEqual(["de", "de", "de"]);
  expect(mistaken.filter(({ given, meant }) => given !== null && meant !== null).length).toBeGreaterThan(0);
});
