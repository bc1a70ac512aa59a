import type { Command } from "commander";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { newCommand, withErrors } from "./runCommand.js";

type DevOptions = { readonly workspace: string; readonly port: string };

const details = `
Serves the pages of src on this machine only and reloads them as they are edited. Data is prepared once, at the start.

Example:
  $ riskbook dev --workspace data/mine --port 4000`;

/** `riskbook dev`: the site of a workspace with live reload, on loopback. */
export function devCommand(effects: Effects): Command {
  return newCommand("dev", effects)
    .description("Serve the site of a workspace with live reload")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--port <number>", "port on 127.0.0.1", "3000")
    .addHelpText("after", details)
    .action(async ({ workspace, port }: DevOptions) => {
      const { devSite } = await import("../loaders/site/devSite.js"); // only this command pays for loading it
      const onStep = ({ step, reason }: { step: string; reason: string }): void => {
        effects.stderr.write(`${step}: ${reason}\n`);
      };
      effects.setExitCode(
        await withErrors(effects, () => devSite(userPath(effects, workspace), { port, onStep })),
      );
    });
}
