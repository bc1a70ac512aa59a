import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { readWorkspace } from "../loaders/tables/readWorkspace.js";
import { views } from "../src/components/views.js";

const textOf = (file: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8");

const readme = await textOf("README.md");

describe("README", () => {
  it("lists every block once in docs/blocks.md, with its options and its summary, and no other", async () => {
    const blocks = await textOf("docs/blocks.md");
    const rows = [...blocks.matchAll(/^\| `(metric|chart|table|note)` \| `(.*?)` \| (.*?) ?\| (.*?) \|/gm)];
    const listed = rows.map(([, kind = "", line = "", options = "", summary]) => {
      const name = `${kind} ${line}`.replace(/ <.*>/, "");
      return [name, [...options.matchAll(/`(\w+)=`/g)].map(([, option]) => option), summary];
    });
    const known = views.map(({ name, options, subject, summary }) => [
      name,
      Object.keys(options).filter((option) => option !== subject),
      summary,
    ]);
    expect(listed).toEqual(known);
  });

  it("shows a workspace.yaml that can be read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "readme-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const yaml = /^`data\/mine\/workspace\.yaml`:\n\n```yaml\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "";
    await writeFile(join(folder, "workspace.yaml"), yaml);
    const { name, sources, packages } = await readWorkspace(folder);
    expect([name, Object.keys(sources), Object.keys(packages)]).toEqual([
      "mine",
      ["ads", "reviews", "words"],
      ["words"],
    ]);
  });

  it("names every command that there is, once", async () => {
    const cli = await textOf("bin/cli.ts");
    const commands = [...cli.matchAll(/^ {2}(\w+): async \(\) => \(await import\(/gm)].map(
      ([, name]) => name,
    );
    const listed = [...readme.matchAll(/^\| `(\w+)` \| .* \| `npx riskbook /gm)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set(commands));
    expect(listed).toHaveLength(commands.length);
  });
});
