import type { Command } from "commander";
import type { Churn, HistorySummary, Quartiles } from "../src/lifecycle/history.js";
import { escapeText, safeJson } from "../src/lint/formatFindings.js";
import { formatTime } from "../src/model/time.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type HistoryOptions = { readonly workspace: string; readonly json?: boolean };

const details = `
Tells from a log of additions and removals (section lifecycle.history of workspace.yaml) how often the package changed,
how many terms came and went, how long terms were watched before a list that rejects got them, and what stood twice.
Releases that throw lists back or apply them again (lifecycle.history.bulk: causes, or more changes than largerThan,
100 where it is left out) are counted apart: they are no churn.

With --json: {"events","span","releases","churn","months","bulkMonths","lists","bulk","promotions","duplicates"}; lengths of time are
quartiles in days, or null where there is nothing to take them of.

Examples:
  $ riskbook history --workspace data/smokedetector
  $ riskbook history --workspace data/smokedetector --json`;

/** `riskbook history`: how a package grew, on stdout. */
export function historyCommand(effects: Effects): Command {
  return newCommand("history", effects)
    .description("Tell how a package grew")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/smokedetector")
    .option("--json", "print a JSON object")
    .addHelpText("after", details)
    .action(async (options: HistoryOptions) => {
      effects.setExitCode(await withErrors(effects, () => printHistory(options, effects)));
    });
}

/** Runs `riskbook history` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runHistory(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(historyCommand, args, effects);
}

async function printHistory({ workspace, json }: HistoryOptions, effects: Effects): Promise<number> {
  const { readHistory } = await import("../loaders/tables/readHistory.js"); // only this command pays for loading it
  const { readWorkspace } = await import("../loaders/tables/readWorkspace.js");
  const { summariseHistory } = await import("../src/lifecycle/history.js");
  const { events, source } = await readHistory(await readWorkspace(userPath(effects, workspace)));
  const summary = summariseHistory(events, source);
  await writeAll(effects.stdout, json === true ? `${safeJson(toJson(summary))}\n` : formatHistory(summary));
  return 0;
}

function toJson({ span, releases, promotions, ...rest }: HistorySummary): object {
  return {
    ...rest,
    span: span?.map(formatTime) ?? null,
    releases: { ...releases, daysBetween: releases.daysBetween ?? null },
    promotions: { ...promotions, days: promotions.days ?? null },
  };
}

function formatHistory(summary: HistorySummary): string {
  const { events, span, releases, churn, months, lists, bulk, promotions, duplicates } = summary;
  const when = span === undefined ? "" : `, ${span.map((at) => formatTime(at).slice(0, 10)).join(" to ")}`;
  const lines = [
    `${events} events${when}`,
    `releases     ${releases.count}, one after another in ${daysWords(releases.daysBetween)}`,
    `churn        ${churnWords(churn)}`,
    `bulk         ${bulk.releases} releases beside these, ${churnWords(bulk)}`,
    `promotions   ${promotions.terms} terms, watched for ${daysWords(promotions.days)}`,
    `duplicates   ${duplicates.sameList} added to a list that held them, ${duplicates.otherList} left on two lists`,
    "",
    ...lists.map(({ list, standing, ...own }) => `${list}: ${standing} in the end, ${churnWords(own)}`),
    "",
    ...months.map(
      ({ month, releases: count, ...own }) =>
        `${month}  ${String(count).padStart(5)} releases, ${churnWords(own)}`,
    ),
  ];
  return `${lines.map(escapeText).join("\n")}\n`;
}

function churnWords({ added, removed }: Churn): string {
  return `${added} added, ${removed} removed`;
}

function daysWords(quartiles: Quartiles | undefined): string {
  if (quartiles === undefined) return "no length of time that could be told";
  const [low, median, high] = quartiles.map((days) => days.toFixed(days < 1 ? 3 : 1));
  return `a median of ${median} days (quartiles ${low} and ${high})`;
}
