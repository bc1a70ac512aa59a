import type { Command } from "commander";
import { CommanderError } from "commander";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Effects } from "./effects.js";
import { exitCouldNotRun, processEffects } from "./effects.js";
import { newCommand } from "./runCommand.js";

/** Loading all takes a second, so that only the one that is named is loaded. */
const commands: Readonly<Record<string, () => Promise<(effects: Effects) => Command>>> = {
  alerts: async () => (await import("./alerts.js")).alertsCommand,
  build: async () => (await import("./build.js")).buildCommand,
  check: async () => (await import("./check.js")).checkCommand,
  cleanup: async () => (await import("./cleanup.js")).cleanupCommand,
  control: async () => (await import("./control.js")).controlCommand,
  cost: async () => (await import("./cost.js")).costCommand,
  dev: async () => (await import("./dev.js")).devCommand,
  doctor: async () => (await import("./doctor.js")).doctorCommand,
  explain: async () => (await import("./explain.js")).explainCommand,
  gate: async () => (await import("./gate.js")).gateCommand,
  history: async () => (await import("./history.js")).historyCommand,
  lint: async () => (await import("./lint.js")).lintCommand,
  match: async () => (await import("./match.js")).matchCommand,
  metrics: async () => (await import("./metrics.js")).metricsCommand,
  mine: async () => (await import("./mine.js")).mineCommand,
  new: async () => (await import("./new.js")).newFileCommand,
  promote: async () => (await import("./promote.js")).promoteCommand,
  rca: async () => (await import("./rca.js")).rcaCommand,
  simulate: async () => (await import("./simulate.js")).simulateCommand,
  worker: async () => (await import("./worker.js")).workerCommand,
};

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
  for (const load of commandsFor(args)) program.addCommand((await load())(effects));
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    effects.setExitCode(error.exitCode === 0 ? 0 : exitCouldNotRun);
  }
}

/** All of them for what names none: help, a slip of the pen. */
function commandsFor([name = ""]: readonly string[]) {
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return named === undefined ? Object.values(commands) : [named];
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
