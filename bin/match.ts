import type { Command } from "commander";
import { readItems } from "../loaders/tables/readItems.js";
import type { ItemRow } from "../loaders/tables/readItems.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { openPackage } from "./openPackage.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";
import { scanItems } from "./scanItems.js";

type MatchOptions = {
  readonly package: string;
  readonly items: string;
  readonly text: string;
  readonly id?: string;
  readonly language?: string;
};

const batchItems = 4096;
const batchChars = 4_000_000;

const details = `
Prints a hit a line: {"itemId","termId","term","view","start","end"}; start and end are bytes of the original
text's UTF-8, end exclusive. Order: as the items, then start, end, termId. At most 100 hits per item and term
are printed; where more were found, a line on stderr says so.
Terms with languages apply to items of these languages (pt takes in pt-BR). Items get their language from
--language, else from a column "language" or "lang"; without one, languages do not restrict. A column "market"
works in the same way. Valid-from and valid-to, policies and fields do not restrict here.

Examples:
  $ riskbook match --package terms.csv --items ads.csv --text title --id ad_id
  $ riskbook match --package packages/2024-05 --items items.ndjson.gz --language pt-BR > hits.ndjson`;

/** `riskbook match`: the hits of a package in a file of items, on stdout. */
export function matchCommand(effects: Effects): Command {
  return newCommand("match", effects)
    .description("Find the terms of a package in a file of texts")
    .requiredOption("--package <path>", "package: a CSV file, or a folder whose *.csv are read as one")
    .requiredOption("--items <file>", "items: .csv, .ndjson or .jsonl, also with .gz")
    .option("--text <column>", "column with the texts", "text")
    .option("--id <column>", "column with the ids (default: id, item_id or case_id)")
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
  const columns = { textColumn: options.text, idColumn: options.id };
  const items = readItems(userPath(effects, options.items), columns);
  const progress = progressLine(effects);
  for await (const batch of toBatches(items)) {
    const scoped = batch.map((item) => ({ ...item, language: options.language ?? item.language }));
    const { lines, hits, warnings } = scanItems(compiled, scoped);
    await writeAll(effects.stdout, lines);
    for (const warning of warnings) effects.stderr.write(`${warning}\n`);
    progress.add(batch.length, hits);
  }
  progress.end();
  return 0;
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
