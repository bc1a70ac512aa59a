import { stat, statfs, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError, formatIssue } from "../../src/model/dataError.js";
import type { Workspace } from "../../src/model/workspace.js";
import { projectRoot } from "../store/codeHash.js";
import { examineStore } from "../store/examineStore.js";
import { lockHolder } from "../store/lock.js";
import { readWorkspace } from "../tables/readWorkspace.js";
import { buildFolder } from "./prepareData.js";

/** One thing that a build needs, as it was found. A warning mends itself or can wait; a problem stops a build. */
export type Finding = {
  readonly check: string;
  readonly status: "ok" | "warning" | "problem";
  /** What was found and, unless all is well, what to do about it. */
  readonly text: string;
};

export type ExamineOptions = {
  /** Folder of the workspace. */
  readonly workspace: string;
  /** Path of the browser that checks pages. */
  readonly chromium: string;
  /** Version of the running Node. */
  readonly node: string;
  /** Folder of package.json and node_modules. */
  readonly project?: string;
};

/** Everything that a build of a workspace needs, checked one by one; changes nothing. */
export async function examine({
  workspace: dir,
  chromium,
  node,
  project = projectRoot,
}: ExamineOptions): Promise<Finding[]> {
  const { findings, workspace } = await examineWorkspace(dir);
  return [
    await examineNode(node, project),
    await examinePackages(project),
    await examineChromium(chromium),
    ...findings,
    ...(workspace === undefined ? [] : await examineBuild(buildFolder(workspace))),
    await examineDisk(),
  ];
}

const ok = (check: string, text: string): Finding => ({ check, status: "ok", text });
const warning = (check: string, text: string): Finding => ({ check, status: "warning", text });
const problem = (check: string, text: string): Finding => ({ check, status: "problem", text });

type PackageFile = {
  readonly version?: string;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
};

async function readPackageFile(path: string): Promise<PackageFile> {
  return JSON.parse(await readFile(path, "utf8"));
}

async function examineNode(found: string, project: string): Promise<Finding> {
  const { engines } = await readPackageFile(join(project, "package.json"));
  const wanted = /(\d+)\.(\d+)/.exec(engines?.node ?? "") ?? [];
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(found) ?? [];
  const [needMajor, needMinor] = [Number(wanted[1] ?? 0), Number(wanted[2] ?? 0)];
  const isNew = Number(major) > needMajor || (Number(major) === needMajor && Number(minor) >= needMinor);
  if (isNew) return ok("node", found);
  return problem("node", `expected ${needMajor}.${needMinor} or newer, got ${found}; install a newer Node`);
}

async function examinePackages(project: string): Promise<Finding> {
  const { dependencies = {} } = await readPackageFile(join(project, "package.json"));
  const wrong: string[] = [];
  for (const [name, version] of Object.entries(dependencies)) {
    const found = await readPackageFile(join(project, "node_modules", name, "package.json")).catch(
      () => undefined,
    );
    if (found?.version !== version) wrong.push(`${name} ${version} (got ${found?.version ?? "none"})`);
  }
  if (wrong.length === 0)
    return ok("packages", `${Object.keys(dependencies).length} as package.json names them`);
  return problem("packages", `expected ${wrong.join(", ")}; run: npm ci`);
}

async function examineChromium(path: string): Promise<Finding> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return ok("chromium", path);
  return problem(
    "chromium",
    `expected a browser at ${path}, got none; run: apt-get install chromium, or set CHROMIUM`,
  );
}

async function examineWorkspace(dir: string): Promise<{ findings: Finding[]; workspace?: Workspace }> {
  try {
    const workspace = await readWorkspace(dir);
    return { findings: [ok("workspace", `${workspace.name} in ${dir}`)], workspace };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { findings: error.issues.map((issue) => problem("workspace", formatIssue(issue))) };
  }
}

/** What builds left; a store that is being written is not judged. */
async function examineBuild(folder: string): Promise<Finding[]> {
  const holder = await lockHolder(folder);
  if (holder?.isAlive === true)
    return [ok("lock", `a build is running as process ${holder.pid}; its store is not examined`)];
  const lock =
    holder === undefined
      ? ok("lock", "free")
      : warning("lock", `left by process ${holder.pid}, which is gone; the next build takes it over`);
  const { files, bytes, problems, leftOvers } = await examineStore(join(folder, "store"));
  const remedy = "rebuild with: riskbook build --force";
  const store =
    problems.length === 0
      ? [
          ok(
            "store",
            files === 0 ? "nothing built yet" : `${files} files, ${megabytes(bytes)}, each as written`,
          ),
        ]
      : problems.map((text) => problem("store", text.includes(remedy) ? text : `${text}; ${remedy}`));
  const left =
    leftOvers.length === 0
      ? ok("left-overs", "none")
      : warning(
          "left-overs",
          `${leftOvers.length} files that no manifest names; the next build deletes them`,
        );
  return [lock, ...store, left];
}

const scarceBytes = 1e9;
const tooFewBytes = 1e8;

async function examineDisk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(projectRoot);
  const free = bavail * bsize;
  const text = `${megabytes(free)} free`;
  if (free >= scarceBytes) return ok("disk", text);
  const remedy = `${text}; free some space`;
  return free < tooFewBytes ? problem("disk", remedy) : warning("disk", remedy);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}
