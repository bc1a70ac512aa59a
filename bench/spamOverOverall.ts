import { fileURLToPath } from "node:url";
import { openCsv } from "../loaders/tables/csvRows.js";
import { checkPrintedRatio } from "../src/stats/spamOverOverall.js";

// SpamAssassin's published rule statistics: every row whose S/O, recomputed from the printed shares, is not the printed
// one, with its difference and whether the rounding of the shares explains it.
// Run with `npx tsx bench/spamOverOverall.ts`; a CSV file on stdout, counts on stderr.

const path = fileURLToPath(
  new URL("../../shared/data/effectiveness-spamassassin/rule_hit_stats.csv", import.meta.url),
);

async function listDifferences(): Promise<void> {
  const counts = { equal: 0, rounding: 0, anomaly: 0 };
  process.stdout.write("line,spam,ham,printed,recomputed,difference,verdict\n");
  for await (const row of (await openCsv(path)).rows) {
    if ("message" in row) throw new Error(row.message);
    const { spam_pct_or_n: spam = "", ham_pct_or_n: ham = "", spam_over_overall: ratio = "" } = row.cells;
    const { recomputed, difference, verdict } = checkPrintedRatio({ spam, ham, ratio });
    counts[verdict]++;
    if (verdict === "equal") continue;
    const numbers = [recomputed, difference].map((value) => value.toFixed(5));
    process.stdout.write(`${[row.line, spam, ham, ratio, ...numbers, verdict].join(",")}\n`);
  }
  process.stderr.write(
    `${counts.equal} equal, ${counts.rounding} by rounding, ${counts.anomaly} anomalies\n`,
  );
}

await listDifferences();
