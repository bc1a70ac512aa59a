import type { Command } from "commander";
import type { TrendAlert, TrendAlerts } from "../src/model/alert.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type AlertsOptions = { readonly workspace: string; readonly json?: boolean; readonly sarif?: boolean };

const details = `
Every metric of every stage, in all and by each dimension alone, is held against its own earlier days. What is told has
passed a test that is corrected for all of them; policies that cannot wait (p0 in the table policy) are told unconfirmed.
Days whose labels still come in (maturesAfter of a metric) are left out. The site of a build has the same alerts in
alerts.json and feed.xml.

Exit codes: 0 nothing departs, 1 at least one confirmed alert, 2 only unconfirmed ones or too little data to tell,
3 could not run, also when the workspace has no items.

Examples:
  $ riskbook alerts --workspace data/mine
  $ riskbook alerts --workspace data/mine --json
  $ riskbook alerts --workspace data/mine --sarif > alerts.sarif`;

/** `riskbook alerts`: what has changed in the last days of a workspace, a line an alert. */
export function alertsCommand(effects: Effects): Command {
  return newCommand("alerts", effects)
    .description("Tell what has changed in the last days")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--json", "print what alerts.json of a site holds")
    .option("--sarif", "print the alerts as SARIF 2.1.0")
    .addHelpText("after", details)
    .action(async (options: AlertsOptions) => {
      effects.setExitCode(await withErrors(effects, () => printAlerts(options, effects)));
    });
}

/** Runs `riskbook alerts` on its arguments and returns the exit code: 0, 1, 2, or 3 when it could not run. */
export function runAlerts(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(alertsCommand, args, effects);
}

async function printAlerts({ workspace, json, sarif }: AlertsOptions, effects: Effects): Promise<number> {
  const { prepareData } = await import("../loaders/artefacts/prepareData.js"); // only this command pays for loading it
  const { openArtefacts } = await import("../loaders/artefacts/openArtefacts.js");
  const { requireItems } = await import("../loaders/artefacts/requireItems.js");
  const progress = progressLine(effects.stderr);
  const prepared = await prepareData(userPath(effects, workspace), {
    onStep: () => undefined,
    onProgress: progress.show,
  });
  progress.clear();
  const { report, alerts: found } = await openArtefacts(prepared);
  requireItems(userPath(effects, workspace), report.items.total, "to find changes in");
  if (sarif === true) {
    const { alertsToSarif } = await import("../loaders/site/alertSarif.js");
    const log = alertsToSarif(report.workspace.name, found.alerts);
    await writeAll(effects.stdout, `${JSON.stringify(log, null, 2)}\n`);
  } else if (json === true) {
    const { publishedAlerts } = await import("../loaders/site/alertFiles.js");
    await writeAll(effects.stdout, `${JSON.stringify(publishedAlerts(report, found), null, 1)}\n`);
  } else {
    const { testedWords } = await import("../src/components/views/alertsNote.js");
    await writeAll(effects.stdout, found.alerts.map(lineOf).join(""));
    effects.stderr.write(`${testedWords(found)}\n`);
  }
  return exitCodeOf(found);
}

function lineOf({ state, at, sentence }: TrendAlert): string {
  return `${state.padEnd(11)}  ${at}  ${sentence}\n`;
}

function exitCodeOf({ tested, alerts }: TrendAlerts): number {
  if (alerts.some(({ state }) => state === "confirmed")) return 1;
  return alerts.length > 0 || tested === 0 ? 2 : 0;
}
