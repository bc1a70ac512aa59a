import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { ImageFile, MinedWorkspace } from "../loaders/artefacts/candidates.js";
import { packageCsv } from "../src/matcher/packageCsv.js";
import { DataError, quote } from "../src/model/dataError.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { mineJson, mineLines } from "./mineLines.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type MineOptions = {
  readonly workspace: string;
  readonly snapshot?: string;
  readonly top: string;
  readonly json?: boolean;
  readonly showTerms?: boolean;
  readonly accept?: string;
  readonly images?: string;
  readonly hash: string;
  readonly id?: string;
};

const details = `
Looks for words and phrases of violations that no term of the release hits: 1 to 4 words, or 2 and more characters of
scripts without spaces. They are found on one part of the items that have a label of QA, ATA or gold or that people
decided, and judged on the labelled items of the other part: later items where items have times, else other groups;
an advertiser without whom a phrase would not have been found is not asked about it. Decisions of people are used to
find, not to judge, because what people see is no sample; a label of the same item comes before them. A candidate beats
the bar when the lower bound of its precision there reaches minPrecision of the section mining of workspace.yaml, and
the share of violations among the items that it is judged on where that is higher:
  mining: {minPrecision: 0.5, minSupport: 3, maxShare: 0.05, boilerplate: [sent from my phone]}
Terms are masked in the text; --json and --show-terms tell them.

With --json: {"release","settings","documents","splitBy","bar","judged","candidates":[{"termId","term","kind","match",
"language","radius","support","z","heldOut":{"tp","fp","labelled","precision","low","high"},"gain","newHits",
"beatsBar","nearest":{"termId","term","relation","distance"}}]}
  documents   violations that the release misses and good items, near-duplicates once; mined and held out; decided:
              those of which only what people decided is known
  candidates  those that beat the bar first, then those that too few labels speak for; each adds most to those before
  support     advertisers, or items where none are named, whose mined violations hold the term
  z           log-odds against good items in standard errors, on mined items
  heldOut     violating and good items that it adds; precision shrunk towards that of all candidates, 95 % interval
  gain        held-out violations, weighted, that it adds to the release and to the candidates before it
  newHits     items of all traffic, labelled or not, that it hits and the release does not
  nearest     the existing term most like it: same, inside, around, words or spelling; null where none is

Where items have hashes of their images (column image_hash of the table item), clusters of images of missed violations
are found too (kind image): the term is an image's hash and the radius the greatest up to 31 bits that no good image lies
in. With --images the hashes of a file are taken instead.

With --accept the release and the candidates with these ids (termId), which watch, are written as a package file, on
which lint and gate can run. A term that was over before the newest item was made is proposed again; the candidate takes
the place of a term with its id.

Exit codes: 0 done, also when no candidate beats the bar; 3 could not run, also when the workspace has no items.

Examples:
  $ riskbook mine --workspace data/davidson --snapshot 2012-03 --top 50 --show-terms
  $ riskbook mine --workspace data/davidson --json > candidates.json
  $ riskbook mine --workspace data/davidson --accept edit.csv 9d1f2a3b4c5d6e7f 0123456789abcdef`;

/** `riskbook mine`: terms that a release lacks, on stdout. */
export function mineCommand(effects: Effects): Command {
  return newCommand("mine", effects)
    .description("Find terms that the package lacks, by the violations that it misses")
    .argument("[ids...]", "candidates to accept, beside --accept")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--snapshot <label>", "release of the package, by label or content hash (default: the newest)")
    .option("--top <n>", "candidates to print", "20")
    .option("--json", "print a JSON object instead of text")
    .option("--show-terms", "print terms in full")
    .option("--accept <file>", "write the release with the accepted candidates to this CSV file")
    .option("--images <file>", "items with image hashes, .csv or .ndjson, instead of those of the workspace")
    .option("--hash <column>", "its column with PDQ hashes, 64 hexadecimal digits", "hash")
    .option("--id <column>", "its column with the ids of items (default: id, item_id or case_id)")
    .addHelpText("after", details)
    .action(async (ids: readonly string[], options: MineOptions) => {
      effects.setExitCode(await withErrors(effects, () => mine(ids, options, effects)));
    });
}

/** Runs `riskbook mine` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runMine(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(mineCommand, args, effects);
}

async function mine(ids: readonly string[], options: MineOptions, effects: Effects): Promise<number> {
  const top = checkOptions(ids, options);
  const { mineWorkspace } = await import("../loaders/artefacts/candidates.js"); // only this command pays for loading it
  const progress = progressLine(effects.stderr);
  const found = await mineWorkspace(userPath(effects, options.workspace), {
    snapshot: options.snapshot,
    images: imagesOf(options, effects),
    onProgress: progress.show,
  });
  progress.clear();
  for (const warning of found.warnings) effects.stderr.write(`warning: ${warning}\n`);
  if (options.accept === undefined) {
    const { json = false, showTerms = false } = options;
    await writeAll(
      effects.stdout,
      json ? mineJson(found.mined, top) : mineLines(found.mined, { top, showTerms }),
    );
  } else {
    await writeEdit(found, ids, { file: options.accept, effects });
  }
  return 0;
}

function imagesOf({ images, hash, id }: MineOptions, effects: Effects): ImageFile | undefined {
  return images === undefined
    ? undefined
    : { path: userPath(effects, images), hashColumn: hash, idColumn: id };
}

function checkOptions(ids: readonly string[], { top, accept }: MineOptions): number {
  const issues = [];
  if (!/^[1-9]\d{0,5}$/.test(top))
    issues.push({ source: "--top", message: `expected a whole number from 1, got ${quote(top)}` });
  if (accept === undefined && ids.length > 0)
    issues.push({ source: "--accept", message: `expected a file beside ids, got ${ids.length} ids alone` });
  if (accept !== undefined && ids.length === 0)
    issues.push({ source: "--accept", message: "expected the ids of candidates, got none" });
  if (issues.length > 0) throw new DataError(issues);
  return Number(top);
}

async function writeEdit(
  found: MinedWorkspace,
  ids: readonly string[],
  { file, effects }: { file: string; effects: Effects },
): Promise<void> {
  const { acceptCandidates } = await import("../loaders/artefacts/candidates.js");
  const terms = acceptCandidates(found, ids);
  try {
    await writeFile(userPath(effects, file), packageCsv(terms));
  } catch (error) {
    const message = `expected a file that can be written, got ${error instanceof Error ? error.message : String(error)}`;
    throw new DataError([{ source: file, message }]);
  }
  const added = new Set(ids).size;
  effects.stderr.write(
    `${file}: release ${found.mined.release} (${found.terms.length} terms) and ${added} candidates, which watch\n`,
  );
}
