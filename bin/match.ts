import type { Command } from "commander";
import { readItems } from "../loaders/tables/readItems.js";
import type { ItemRow } from "../loaders/tables/readItems.js";
import type { CompiledTerms } from "../src/matcher/compileTerms.js";
import { DataError, quote } from "../src/model/dataError.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { explainItem } from "./explainItem.js";
import { openPackage } from "./openPackage.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";
import { scanItems } from "./scanItems.js";

type MatchOptions = {
  readonly package: string;
  readonly items: string;
  readonly text?: string;
  readonly id?: string;
  readonly hash?: string;
  readonly frames?: string;
  readonly language?: string;
  readonly explain?: string;
};

const batchItems = 4096;
const batchChars = 4_000_000;

const details = `
Prints a hit a line. Words, regexes and rules: {"itemId","termId","term","view","start","end"}; start and end are bytes
of the original text's UTF-8, end exclusive. Images: {"itemId","termId","term","view":"image","distance"}, in bits.
Videos: {"itemId","termId","term","view":"video","queryMatch","comparedMatch","distance"}, in percent of frames and as
the least radius that would do. Order: as the items, then start, end, termId; images by distance. At most 100 hits per item and term are printed; where more were found, a
line on stderr says so.
Kinds of terms (column kind): word, regex, rule (t1 AND (t2 OR t3) AND NOT t4, NEAR(t1, t2, 5)), image (64 hexadecimal
digits of a PDQ hash), video (path of a frame,quality,pdq,timestamp file). Images and frames differ in at most radius
bits (31). Hits inside a hit of a word or regex with the action allow are left out; such terms are not printed.
Regexes with lookahead or back-references are named on stderr (unsupported-regex) and not run.
Terms with languages apply to items of these languages (pt takes in pt-BR). Items get their language from
--language, else from a column "language" or "lang"; without one, languages do not restrict. A column "market"
works in the same way. Valid-from and valid-to, policies and fields do not restrict here.

Examples:
  $ riskbook match --package terms.csv --items ads.csv --text title --id ad_id
  $ riskbook match --package packages/2024-05 --items items.ndjson.gz --language pt-BR > hits.ndjson
  $ riskbook match --package hashes.csv --items images.csv --hash pdq
  $ riskbook match --package videos.csv --items videos.csv --frames vpdq_file
  $ riskbook match --package terms.csv --items ads.csv --explain 4711`;

/** `riskbook match`: the hits of a package in a file of items, on stdout. */
export function matchCommand(effects: Effects): Command {
  return newCommand("match", effects)
    .description("Find the terms of a package in a file of texts, image hashes or videos")
    .requiredOption("--package <path>", "package: a CSV file, or a folder whose *.csv are read as one")
    .requiredOption("--items <file>", "items: .csv, .ndjson or .jsonl, also with .gz")
    .option(
      "--text <column>",
      'column with the texts (default: "text", which --hash and --frames can do without)',
    )
    .option("--id <column>", "column with the ids (default: id, item_id or case_id)")
    .option("--hash <column>", "column with image hashes (PDQ, 64 hexadecimal digits); may be empty")
    .option("--frames <column>", "column with paths of vPDQ files, relative to the items; may be empty")
    .option("--explain <item>", "print for people why this one item has its hits")
    .option("--language <tag>", "language of every item, such as pt-BR")
    .addHelpText("after", details)
    .action(async (options: MatchOptions) => {
      effects.setExitCode(await withErrors(effects, () => matchFile(options, effects)));
    });
}

/** Runs `riskbook match` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runMatch(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(matchCommand, args, effects);
}

async function matchFile(options: MatchOptions, effects: Effects): Promise<number> {
  const compiled = await openPackage(userPath(effects, options.package), effects);
  const columns = {
    textColumn: options.text,
    idColumn: options.id,
    hashColumn: options.hash,
    framesColumn: options.frames,
  };
  const items = withLanguage(readItems(userPath(effects, options.items), columns), options.language);
  if (options.explain !== undefined) return explain(compiled, items, { options, effects });
  const progress = progressLine(effects);
  for await (const batch of toBatches(items)) {
    const { lines, hits, warnings } = scanItems(compiled, batch);
    await writeAll(effects.stdout, lines);
    for (const warning of warnings) effects.stderr.write(`${warning}\n`);
    progress.add(batch.length, hits);
  }
  progress.end();
  return 0;
}

async function* withLanguage(items: AsyncIterable<ItemRow>, language?: string): AsyncGenerator<ItemRow> {
  for await (const item of items) yield language === undefined ? item : { ...item, language };
}

async function explain(
  compiled: CompiledTerms,
  items: AsyncIterable<ItemRow>,
  { options, effects }: { options: MatchOptions; effects: Effects },
): Promise<number> {
  for await (const item of items) {
    if (item.itemId !== options.explain) continue;
    await writeAll(effects.stdout, explainItem(compiled, item));
    return 0;
  }
  const message = `expected an item with the id of --explain, got none with ${quote(options.explain)}`;
  throw new DataError([{ source: options.items, message }]);
}

async function* toBatches(items: AsyncIterable<ItemRow>): AsyncGenerator<ItemRow[]> {
  let batch: ItemRow[] = [];
  let chars = 0;
  for await (const item of items) {
    batch.push(item);
    chars += item.text.length;
    if (batch.length < batchItems && chars < batchChars) continue;
    yield batch;
    [batch, chars] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/** A line on a terminal that counts along; nothing where stderr is not a terminal. */
function progressLine({ stderr }: Effects): { add(items: number, hits: number): void; end(): void } {
  let [items, hits] = [0, 0];
  const show = (ending: string): void => {
    if (stderr.isTTY === true) stderr.write(`\r${items} items, ${hits} hits${ending}`);
  };
  return {
    add(moreItems, moreHits) {
      items += moreItems;
      hits += moreHits;
      show("");
    },
    end() {
      show("\n");
    },
  };
}
