import { expect, test } from "vitest";
import { workspaceEvents } from "../../src/rca/workspaceEvents.js";

const release = { snapshotId: "a".repeat(64), terms: 3 };
const releases = ["r1", "r2", "r3"].map((label, at) => ({ ...release, label, releasedAt: at * 1000 }));

test("workspaceEvents(data) lists releases with the labelled hits that they brought or took, then guidelines", () => {
  const guidelines = [{ version: "g2", effectiveFrom: 1500, policies: 4 }];
  const terms = [
    { firstRelease: 0, lastRelease: 0, labelled: 5, hits: 50 }, // taken by r2
    { firstRelease: 1, lastRelease: 2, labelled: 7, hits: 70 }, // brought by r2
    { firstRelease: 0, lastRelease: 2, labelled: 90, hits: 900 },
  ];
  const data = { report: { releases, guidelines }, terms };
  expect(workspaceEvents(data, "hits").map(({ touched }) => touched)).toEqual([undefined, 120, 0, undefined]);
  const [first, second, third, guideline, ...others] = workspaceEvents(data);
  expect(first).toEqual({
    id: "r1",
    kind: "package",
    atMs: 0,
    label: "package release r1",
    release: undefined,
  });
  expect(second).toMatchObject({ id: "r2", touched: 12, release: { from: "r1", to: "r2" } });
  expect(third?.touched).toBe(0);
  expect(guideline).toEqual({
    id: "g2",
    kind: "policy",
    atMs: 1500,
    label: "guideline version g2",
    release: undefined,
  });
  expect(others).toEqual([]);
});
