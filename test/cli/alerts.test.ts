import { expect, test } from "vitest";
import { runAlerts } from "../../bin/alerts.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { calmDays, datedFiles, dayOf } from "../fixtures/datedWorkspace.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { runIn } from "./streams.js";

const run = (dir: string, ...args: string[]) =>
  runIn(process.cwd(), runAlerts, { args: ["--workspace", dir, ...args] });

test("riskbook alerts ends with 1 and tells what moved, on stdout, in --json and in --sarif", async () => {
  const days = [
    ...calmDays(22),
    ...Array.from({ length: 2 }, () => ({ good: 60, rejected: 24, violating: 20 })),
  ];
  const dir = await workspaceFolder(datedFiles(days));
  const { code, stdout, stderr } = await run(dir);
  expect(code).toBe(1);
  const lines = stdout.trimEnd().split("\n");
  // 48 of 120 good items in two days; 21 days before the last three hold 126 of 1,260.
  const line = lines.find((text) => text.includes("False positive rate of people rose")) ?? "";
  expect(line).toMatch(new RegExp(`^confirmed {4}${dayOf(23)} `));
  expect(line).toContain(`rose to 40.0 % (48 of 120 good items, effective n 120, `);
  expect(line).toContain(`from ${dayOf(22)} to ${dayOf(23)}`);
  expect(line).toContain("from 10.0 % (126 of 1,260 good items, ");
  expect(line).toContain("in the 21 days with data before: +30.0 points");
  expect(stderr).toMatch(/^\d+ of \d+ series .* left their earlier days, corrected for all of them/);

  const json = await run(dir, "--json");
  const published = JSON.parse(json.stdout);
  expect([json.code, published.asOf, published.alerts.length]).toEqual([
    1,
    `${dayOf(24)}T00:00:00Z`,
    lines.length,
  ]);
  const fpr = published.alerts.find(
    (alert: { metric: string; slice: object }) =>
      alert.metric === "fpr" && Object.keys(alert.slice).length === 0,
  );
  expect(fpr).toMatchObject({
    now: { count: 48, total: 120 },
    before: { count: 126, total: 1260 },
    better: false,
  });

  const sarif = await run(dir, "--sarif");
  const { runs } = JSON.parse(sarif.stdout);
  expect([sarif.code, runs[0].results.length]).toEqual([1, lines.length]);
  expect(runs[0].results[0]).toMatchObject({
    ruleId: "alert-confirmed",
    level: "error",
    locations: [{ physicalLocation: { artifactLocation: { uri: "trends.html" } } }],
  });
});

test("riskbook alerts leaves days out whose labels still come in by the workspace's word", async () => {
  const days = [...calmDays(14), { good: 60, rejected: 40, violating: 20 }];
  const files = datedFiles(days);
  const slow = `${files["workspace.yaml"]}metrics: {maturesAfter: 2d}\n`;
  const { code, stderr } = await run(await workspaceFolder({ ...files, "workspace.yaml": slow }));
  expect(code).toBe(0);
  expect(stderr).toContain(`up to ${dayOf(12)};`);
});

test("riskbook alerts ends with 0 where nothing departs", async () => {
  const { code, stdout, stderr } = await run(await workspaceFolder(datedFiles(calmDays(14))));
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toMatch(/none has left its earlier days beyond noise/);
});

test("riskbook alerts ends with 2 where it cannot tell, and with 3 without a workspace", async () => {
  const tiny = await run(await workspaceFolder(tinyFiles));
  expect([tiny.code, tiny.stdout]).toEqual([2, ""]);
  expect(tiny.stderr).toMatch(/^Cannot tell: none of \d+ series /);
  const { code, stderr } = await run("missing");
  expect([code, stderr]).toEqual([3, "missing/workspace.yaml: expected a file, got none\n"]);
});
