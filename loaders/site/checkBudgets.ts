import type { SiteFiles } from "./checkFiles.js";
import { problemOf } from "./checkProblem.js";
import type { CheckRule, Problem } from "./checkProblem.js";
import type { PageParts } from "./checkParts.js";

/** Sizes after gzip, in bytes. */
const budgets = { scriptBeforeUse: 60_000, scriptAfterUse: 250_000, dataFile: 400_000, pageData: 2_000_000 };

/** Where a page is heavier than readers should have to bear. */
export async function checkBudgets(
  files: SiteFiles,
  { file, before, after, data }: PageParts,
): Promise<Problem[]> {
  const total = async (names: readonly string[]) => {
    const sizes = await Promise.all(names.filter(files.has).map(files.gzipSize));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  return [
    ...over("script-before-use", file, {
      what: "of scripts before use",
      size: await total(before),
      most: budgets.scriptBeforeUse,
    }),
    ...over("script-after-use", file, {
      what: "of scripts in all",
      size: await total(after),
      most: budgets.scriptAfterUse,
    }),
    ...over("page-data-size", file, { what: "of data", size: await total(data), most: budgets.pageData }),
  ];
}

/** Data files that are too large, each once however many pages load it. */
export async function checkDataFiles(files: SiteFiles, pages: readonly PageParts[]): Promise<Problem[]> {
  const names = [...new Set(pages.flatMap(({ data }) => data))].filter(files.has);
  const checks = names.map(async (name) =>
    over("data-file-size", name, { what: "", size: await files.gzipSize(name), most: budgets.dataFile }),
  );
  return (await Promise.all(checks)).flat();
}

function over(
  rule: CheckRule,
  file: string,
  { what, size, most }: { what: string; size: number; most: number },
): Problem[] {
  if (size <= most) return [];
  const message = `expected at most ${kilobytes(most)} ${what}`.trimEnd();
  return [problemOf(rule, file, { message: `${message} (gzip), got ${kilobytes(size)}` })];
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}
