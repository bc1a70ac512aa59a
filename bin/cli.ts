import { CommanderError } from "commander";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { alertsCommand } from "./alerts.js";
import { buildCommand } from "./build.js";
import { checkCommand } from "./check.js";
import { cleanupCommand } from "./cleanup.js";
import { controlCommand } from "./control.js";
import { devCommand } from "./dev.js";
import { doctorCommand } from "./doctor.js";
import { exitCouldNotRun, processEffects } from "./effects.js";
import { explainCommand } from "./explain.js";
import { gateCommand } from "./gate.js";
import { historyCommand } from "./history.js";
import { lintCommand } from "./lint.js";
import { matchCommand } from "./match.js";
import { metricsCommand } from "./metrics.js";
import { mineCommand } from "./mine.js";
import { newFileCommand } from "./new.js";
import { promoteCommand } from "./promote.js";
import { rcaCommand } from "./rca.js";
import { newCommand } from "./runCommand.js";
import { simulateCommand } from "./simulate.js";
import { workerCommand } from "./worker.js";

const commands = [
  alertsCommand,
  buildCommand,
  checkCommand,
  cleanupCommand,
  controlCommand,
  devCommand,
  doctorCommand,
  explainCommand,
  gateCommand,
  historyCommand,
  lintCommand,
  matchCommand,
  metricsCommand,
  mineCommand,
  newFileCommand,
  promoteCommand,
  rcaCommand,
  simulateCommand,
  workerCommand,
];

/** Runs the command that the arguments name; the exit code goes to the process. */
export async function main(args: readonly string[]): Promise<void> {
  const effects = processEffects();
  const program = newCommand("riskbook", effects)
    .description(
      "Reports on the quality of content moderation: review logs and risk packages in, a static site out.",
    )
    .version(version())
    .showSuggestionAfterError()
    .helpCommand(true)
    .addHelpText("after", exitCodes);
  for (const command of commands) program.addCommand(command(effects));
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    effects.setExitCode(error.exitCode === 0 ? 0 : exitCouldNotRun);
  }
}

const exitCodes = `
Exit codes:
  0  done
  1  a check or gate failed, alerts found a confirmed one, or lint an error
  2  finished, but a source is too old or was kept from an earlier build; or, under --strict, with warnings; or alerts or gate cannot tell, or rca refuses
  3  could not run: bad configuration, missing or broken input, wrong usage`;

function version(): string {
  const file = fileURLToPath(new URL("../package.json", import.meta.url));
  const { version: found }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return found;
}
