import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build, cloneProject, siteOf, withoutBrowser, writeWorkspace } from "./faults/cloneProject.js";
import type { Clone } from "./faults/cloneProject.js";
import { js } from "./faults/plantFaults.js";

// What an analyst may add, and Framework dates: an attachment that lies in `src`, and one that a loader of theirs writes.
const added = {
  "src/notes/counts.csv": "name,count\nplum,1\n",
  "src/notes/made.json.ts": "console.log(JSON.stringify({ made: 1 }));\n",
};
const readsThem =
  js('FileAttachment("notes/counts.csv").csv()') + js('FileAttachment("notes/made.json").json()');

const places = [
  { depth: "clone", fileTime: new Date("2001-02-03T04:05:06Z"), env: { TZ: "UTC", LANG: "C", LC_ALL: "C" } },
  {
    depth: "elsewhere/and a long way/further down",
    fileTime: new Date("2031-12-31T23:59:59Z"),
    env: { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
  },
] as const;

const clones: Clone[] = [];
const args = ["--workspace", "tiny", "--out", "site"];

beforeAll(async () => {
  for (const { depth, fileTime } of places) clones.push(await preparedClone(depth, fileTime));
  await Promise.all(
    clones.map((clone, index) => buildSite(clone, { ...withoutBrowser, ...places[index]?.env })),
  );
}, 900_000);
afterAll(() => Promise.all(clones.map((clone) => clone.remove())));

async function preparedClone(depth: string, fileTime: Date): Promise<Clone> {
  const clone = await cloneProject({ depth });
  const { dir } = clone;
  await writeWorkspace(dir, added);
  const page = join(dir, "src/releases.md");
  await writeFile(page, (await readFile(page, "utf8")) + readsThem);
  for (const folder of ["bin", "loaders", "src", "tiny"]) await setTimes(join(dir, folder), fileTime);
  return clone;
}

async function buildSite(clone: Clone, env: NodeJS.ProcessEnv): Promise<void> {
  const { code, stderr } = await build(clone, { env, args });
  expect(code, stderr).toBe(0);
}

async function setTimes(folder: string, time: Date): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  for (const name of entries) await utimes(join(folder, name), time, time);
}

describe("a site, built cold in two clones with other paths, file times, time zones and languages", () => {
  test("is the same to the byte, file by file", async () => {
    const [first, second] = await Promise.all(clones.map(({ dir }) => siteOf(join(dir, "site"))));
    expect(Object.keys(first ?? {}).length).toBeGreaterThan(30);
    expect(second).toEqual(first);
  });

  test("names no folder of the machine, no registry and no moment of the build", async () => {
    const told = await secrets();
    for (const { dir } of clones) {
      for (const name of Object.keys((await siteOf(join(dir, "site"))) ?? {})) {
        const text = await readFile(join(dir, "site", name), "latin1");
        expect([name, ...told.filter((secret) => text.includes(secret))]).toEqual([name]);
        expect([name, ...momentsIn(text)]).toEqual([name]);
      }
    }
  });
});

async function secrets(): Promise<string[]> {
  const lock = await readFile("package-lock.json", "utf8");
  const registries = [...lock.matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map(([, host = ""]) => host);
  const configured = /^https?:\/\/([^/]+)/.exec(process.env["npm_config_registry"] ?? "")?.[1];
  const folders = [process.cwd(), tmpdir(), ...clones.map(({ dir }) => dir)];
  return [...new Set([...folders, ...registries, ...(configured === undefined ? [] : [configured])])];
}

/** Times of today, and times of files: in milliseconds, or as ISO days. */
function momentsIn(text: string): string[] {
  const near = (ms: number) =>
    [new Date(), ...places.map(({ fileTime }) => fileTime)].some(
      (time) => Math.abs(ms - Number(time)) < 86_400_000,
    );
  const stamps = [...text.matchAll(/(?<!\d)\d{12,13}(?!\d)/g)].filter(([stamp]) => near(Number(stamp)));
  const days = [...text.matchAll(/(?<!\d)\d{4}-\d\d-\d\d(?!\d)/g)].filter(([day]) => near(Date.parse(day)));
  return [...stamps, ...days].map(([found]) => found);
}
