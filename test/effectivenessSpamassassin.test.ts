import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openCsv } from "../loaders/tables/csvRows.js";
import { checkPrintedRatio, spamOverOverall } from "../src/stats/spamOverOverall.js";
import type { RatioCheck } from "../src/stats/spamOverOverall.js";

const path = "../shared/data/effectiveness-spamassassin/rule_hit_stats.csv";

describe("spamOverOverall(spam, ham)", () => {
  it("is 3/4 for 3 % of spam and 1 % of ham, and a half on no hit", () => {
    expect([spamOverOverall(3, 1), spamOverOverall(0, 0), spamOverOverall(0, 2)]).toEqual([0.75, 0.5, 0]);
  });
});

describe("checkPrintedRatio({spam, ham, ratio})", () => {
  it("is equal to the digits printed: 2 of 3 is 0.667, and 0.67 where two are printed", () => {
    expect(checkPrintedRatio({ spam: "2.0000", ham: "1.0000", ratio: "0.667" }).verdict).toBe("equal");
    expect(checkPrintedRatio({ spam: "2.000", ham: "1.000", ratio: "0.67" }).verdict).toBe("equal");
    expect(checkPrintedRatio({ spam: "0.0000", ham: "0.0000", ratio: "0.500" }).verdict).toBe("equal");
  });

  it("explains by the rounding of its inputs what they allow: 0.0004 may be 0.00035 to 0.00045", () => {
    // 0.072 / (0.072 + 0.00035) = .9952, printed .995; .0720 / .0724 = .99448.
    const check = checkPrintedRatio({ spam: "0.0720", ham: "0.0004", ratio: "0.995" });
    expect(check.verdict).toBe("rounding");
    expect(check.difference).toBeCloseTo(-0.00052, 5);
  });

  it("calls the rest anomalies", () => {
    expect(checkPrintedRatio({ spam: "50.0000", ham: "50.0000", ratio: "0.501" }).verdict).toBe("anomaly");
  });
});

describe.skipIf(!existsSync(path))(
  "S/O in ../shared/data/effectiveness-spamassassin (skipped when not there)",
  () => {
    it("equals the printed value in 89 % of rows or more; each other row is listed, explained or an anomaly", async () => {
      const checks: (RatioCheck & { readonly line: number })[] = [];
      for await (const row of (await openCsv(path)).rows) {
        if ("message" in row) throw new Error(row.message);
        const { spam_pct_or_n: spam = "", ham_pct_or_n: ham = "", spam_over_overall: ratio = "" } = row.cells;
        checks.push({ ...checkPrintedRatio({ spam, ham, ratio }), line: row.line });
      }
      const others = checks.filter(({ verdict }) => verdict !== "equal");
      const anomalies = others.filter(({ verdict }) => verdict === "anomaly");
      expect(checks).toHaveLength(49_830);
      expect(1 - others.length / checks.length).toBeGreaterThanOrEqual(0.89);
      expect({ others: others.length, anomalies: anomalies.length }).toEqual({ others: 4_695, anomalies: 0 });
      expect(others.every(({ line, difference }) => line > 1 && Math.abs(difference) > 0)).toBe(true);
    });
  },
);
