import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { buildFolder } from "../../loaders/artefacts/prepareData.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { dailyFiles, preparedHashes, seededNumbers, touchInput } from "./smallWorkspace.js";

/** `RISKBOOK_STORE_KILLS=2` takes fewer moments. */
const kills = Number(process.env["RISKBOOK_STORE_KILLS"] ?? 20);

/** Starts a data build in a process of its own; says how long it takes when it is not killed. */
function startBuild(dir: string) {
  const module = join(import.meta.dirname, "smallWorkspace.ts");
  const code = `
    const { preparedHashes } = await import(${JSON.stringify(module)});
    process.stdout.write("ready");
    await preparedHashes(${JSON.stringify(dir)});`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ready = new Promise((done) => child.stdout.once("data", done));
  const ended = new Promise<number | null>((done) => child.once("exit", (exitCode) => done(exitCode)));
  return { ready, ended, kill: () => child.kill("SIGKILL") };
}

test(
  `after kill -9 at ${kills} moments of a data build the next one succeeds and equals an uninterrupted one`,
  { timeout: 600_000 },
  async () => {
    const dir = await workspaceFolder(dailyFiles);
    const folder = buildFolder(await readWorkspace(dir));
    const whole = startBuild(dir);
    await whole.ready;
    const startedAt = performance.now();
    expect(await whole.ended).toBe(0);
    const buildMs = performance.now() - startedAt;
    const first = await preparedHashes(dir);
    await touchInput(dir, "k2");
    const second = await preparedHashes(dir);

    const random = seededNumbers(9);
    let killed = 0;
    for (let round = 0; round < kills; round++) {
      const isFirst = round % 2 === 0; // of an empty store, or of one that holds another day
      if (isFirst) await rm(folder, { recursive: true, force: true });
      const id = isFirst ? "k2" : `r${round}`;
      await touchInput(dir, id);
      const build = startBuild(dir);
      await build.ready;
      await sleep(random(Math.ceil(buildMs)));
      build.kill();
      if ((await build.ended) === null) killed++;
      if (isFirst) expect(await preparedHashes(dir), `kill ${round}`).toEqual(second);
      else {
        const next = await preparedHashes(dir);
        await rm(folder, { recursive: true });
        expect(next, `kill ${round}`).toEqual(await preparedHashes(dir));
      }
    }
    expect(killed).toBeGreaterThan(kills / 2);
    expect(first).not.toEqual(second);
  },
);
