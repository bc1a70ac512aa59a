import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isIntact, publishSite, readPublished } from "../../loaders/site/publishSite.js";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";
import { folderBytes } from "./folderBytes.js";

const made = { key: "k1", pages: 1 };

/** A folder with a rendered site and, in `out`, what stood there before. */
async function folderWith(out: Readonly<Record<string, string>> = {}) {
  const files = { "rendered/index.html": "new", "rendered/_file/a.arrow": "bytes" };
  const before = Object.entries(out).map(([name, text]) => [`out/${name}`, text]);
  const dir = await tempFolder({ ...files, ...Object.fromEntries(before) });
  return { dir, rendered: join(dir, "rendered"), out: join(dir, "out") };
}

describe("publishSite()", () => {
  test("makes the folder, even in folders that are not there yet, and leaves nothing beside it", async () => {
    const { dir, rendered } = await folderWith();
    const out = join(dir, "a", "b", "site");
    await publishSite(rendered, out, made);
    expect(await readdir(join(dir, "a", "b"))).toEqual(["site"]);
    expect(await readdir(out, { recursive: true })).toEqual([
      "_file",
      "index.html",
      "published.json",
      "_file/a.arrow",
    ]);
    expect(await readdir(dir)).toEqual(["a"]);
  });

  test("takes the place of the last site, of which no file stays", async () => {
    const { dir, rendered, out } = await folderWith();
    await publishSite(rendered, out, made);
    await mkdir(rendered);
    await writeFile(join(rendered, "trends.html"), "newer");
    await publishSite(rendered, out, { key: "k2", pages: 1 });
    expect((await readdir(out)).toSorted()).toEqual(["published.json", "trends.html"]);
    expect(await readdir(dir)).toEqual(["out"]);
    expect((await readPublished(out))?.key).toBe("k2");
  });

  test("says in published.json what it was made from, and the SHA-256 of each file", async () => {
    const { rendered, out } = await folderWith();
    await publishSite(rendered, out, made);
    expect(JSON.parse(await readFile(join(out, "published.json"), "utf8"))).toEqual({
      key: "k1",
      pages: 1,
      files: {
        "_file/a.arrow": "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9",
        "index.html": "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437",
      },
    });
  });

  test("fills an empty folder", async () => {
    const { rendered, out } = await folderWith();
    await mkdir(out);
    await publishSite(rendered, out, made);
    expect(await readPublished(out)).toBeDefined();
  });

  test("refuses a folder that no build made, and leaves it as it is", async () => {
    const { dir, rendered, out } = await folderWith({ "notes.txt": "mine", "sub/more.txt": "mine" });
    const before = await folderBytes(out);
    expect(await issuesOf(dir, () => publishSite(rendered, out, made))).toEqual([
      "out: expected an empty folder or a site that riskbook built, got 2 other files; choose another --out or empty it",
    ]);
    expect(await folderBytes(out)).toEqual(before);
    expect((await readdir(dir)).toSorted()).toEqual(["out", "rendered"]);
  });

  test("refuses a folder whose published.json is not ours", async () => {
    const { dir, rendered, out } = await folderWith({ "published.json": '{"by": "somebody else"}' });
    const before = await folderBytes(out);
    expect(await issuesOf(dir, () => publishSite(rendered, out, made))).toEqual([
      "out: expected an empty folder or a site that riskbook built, got 1 other files; choose another --out or empty it",
    ]);
    expect(await folderBytes(out)).toEqual(before);
  });

  test("refuses a file, and leaves it as it is", async () => {
    const { dir, rendered } = await folderWith({ "notes.txt": "mine" });
    const file = join(dir, "out", "notes.txt");
    expect(await issuesOf(dir, () => publishSite(rendered, file, made))).toEqual([
      "out/notes.txt: expected an empty folder or a site that riskbook built, got a file; choose another --out or empty it",
    ]);
    expect(await readFile(file, "utf8")).toBe("mine");
  });
});

describe("readPublished() and isIntact()", () => {
  test("know the site as it was published", async () => {
    const { rendered, out } = await folderWith();
    await publishSite(rendered, out, made);
    expect(await intact(out)).toBe(true);
  });

  test.each([
    ["a flipped byte", (out: string) => writeFile(join(out, "_file", "a.arrow"), "bytfs")],
    ["a file that is gone", (out: string) => rm(join(out, "index.html"))],
    ["a file that was added", (out: string) => writeFile(join(out, "more.html"), "more")],
  ])("notice %s", async (_name, change) => {
    const { rendered, out } = await folderWith();
    await publishSite(rendered, out, made);
    await change(out);
    expect(await intact(out)).toBe(false);
  });

  test("readPublished() is undefined without a site and for what is no record of one", async () => {
    const { out } = await folderWith({ "published.json": "{" });
    expect(await readPublished(out)).toBeUndefined();
    expect(await readPublished(join(out, "nowhere"))).toBeUndefined();
    await writeFile(join(out, "published.json"), '{"key": 1, "pages": 1, "files": {}}');
    expect(await readPublished(out)).toBeUndefined();
  });
});

async function intact(out: string): Promise<boolean | undefined> {
  const published = await readPublished(out);
  return published && isIntact(out, published);
}
