import { expect, test } from "vitest";
import { runPromote } from "../../bin/promote.js";
import { openTraffic } from "../../loaders/artefacts/openTraffic.js";
import { termEvidence } from "../../loaders/artefacts/termEvidence.js";
import { currentTerms, termPrecision } from "../../src/components/terms.js";
import { runIn } from "../cli/streams.js";
import { simulateFiles } from "../simulate/simulated.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

// Pages add precision up over partitions, the command finds it on all items at once.

const files = Object.fromEntries(simulateFiles({ seed: 3, days: 12, items: 4000 }));

test("the pages of terms and `riskbook promote` say the same precision of labels that weigh differently", async () => {
  const dir = await workspaceFolder(files);
  const { data } = await prepareFolder(dir);
  const terms = currentTerms(data);
  const evidence = termEvidence(await openTraffic(dir, { packages: "newest", onProgress: () => undefined }));
  const evidenceOf = new Map(evidence.map((one) => [one.termId, one]));
  expect(terms.length).toBeGreaterThan(20);
  for (const term of terms) {
    const { value, effectiveN } = termPrecision(term);
    const known = evidenceOf.get(term.termId);
    expect([term.termId, term.tp, term.labelled]).toEqual([known?.termId, known?.tp, known?.labelled]);
    expect([value ?? -1, effectiveN]).toEqual(
      [known?.precision ?? -1, known?.effectiveN ?? -1].map((number) => expect.closeTo(number, 9)),
    );
  }
  const labelled = terms.filter(({ labelled: count }) => count > 0);
  const isApart = ({ value = 0 }, { tp, labelled: count }: { tp: number; labelled: number }): boolean =>
    Math.abs(value - tp / count) > 1e-6;
  expect(labelled.filter((term) => isApart(termPrecision(term), term)).length).toBeGreaterThan(1);
  expect(
    labelled.filter((term) => termPrecision(term).effectiveN < term.labelled - 0.5).length,
  ).toBeGreaterThan(1);

  const { stdout } = await runIn(process.cwd(), runPromote, { args: ["--workspace", dir, "--json"] });
  const found: { termId: string; precision: { low: number | null } }[] = JSON.parse(stdout);
  const lows = new Map(terms.map((term) => [term.termId, termPrecision(term).interval?.[0]]));
  const shared = found.filter(
    ({ termId, precision }) => lows.get(termId) !== undefined && precision.low !== null,
  );
  expect(shared.length).toBeGreaterThan(1);
  for (const { termId, precision } of shared) expect(precision.low).toBeCloseTo(lows.get(termId) ?? -1, 9);
}, 60_000);
