import { createRequire } from "node:module";
import { AhoCorasick } from "@monyone/aho-corasick/fast";
import ModernAhoCorasick from "modern-ahocorasick/fast";
import { benchTerms, benchTexts, cpuMsOf, hitSum, medianOf } from "./cases.js";

// One peer in a process of its own, so that it can be stopped: `peers.ts NAME SIZE RUNS`. Prints a line of JSON after
// the build, one after the searches of prepared texts, and one at the end.

type Found = [record: number, term: number, start: number];
type Search = (text: string, found: (term: number, start: number) => void) => void;

const names = ["@monyone/aho-corasick", "ahocorasick", "modern-ahocorasick", "RegExp"] as const;

const makers: Record<(typeof names)[number], (terms: readonly string[]) => Search> = {
  "@monyone/aho-corasick": (terms) => {
    const indexes = indexOf(terms);
    const engine = new AhoCorasick([...terms]);
    return (text, found) => {
      for (const { begin, keyword } of engine.matchInText(text)) found(indexes.get(keyword) ?? -1, begin);
    };
  },
  ahocorasick: (terms) => {
    const indexes = indexOf(terms);
    const Engine = createRequire(import.meta.url)("ahocorasick");
    const engine = new Engine(terms);
    return (text, found) => {
      for (const [end, keywords] of engine.search(text)) {
        for (const keyword of keywords) found(indexes.get(keyword) ?? -1, end - keyword.length + 1);
      }
    };
  },
  "modern-ahocorasick": (terms) => {
    const engine = new ModernAhoCorasick([...terms]);
    return (text, found) => {
      for (const { start, patternIndex } of engine.search(text)) found(patternIndex, start);
    };
  },
  RegExp: (terms) => {
    const escaped = terms.map((term) => term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    const pattern = new RegExp(escaped.join("|"), "g");
    const indexes = indexOf(terms);
    return (text, found) => {
      for (const match of text.matchAll(pattern)) found(indexes.get(match[0]) ?? -1, match.index);
    };
  },
};

function indexOf(terms: readonly string[]): Map<string, number> {
  return new Map(terms.map((term, i) => [term, i]));
}

function measure(name: (typeof names)[number], size: number, runs: number): void {
  const { texts, originals } = benchTexts();
  const terms = benchTerms(size);
  const made: Search[] = [];
  const buildMs = cpuMsOf(() => made.push(makers[name](terms)));
  const [search] = made;
  if (search === undefined) return;
  print({ buildMs });
  const hits: Found[] = [];
  for (const [record, text] of texts.entries()) {
    search(text, (term, start) => hits.push([record, term, start]));
  }
  let count = 0;
  const timed = (list: readonly string[], prepare: (text: string) => string): number =>
    medianOf(
      Array.from({ length: runs }, () =>
        cpuMsOf(() => {
          for (const text of list) search(prepare(text), () => count++);
        }),
      ),
    );
  const scanMs = timed(texts, (text) => text);
  print({ buildMs, scanMs, hits: hitSum(hits) });
  const wholeMs = timed(originals, (text) => text.toLowerCase());
  print({ buildMs, scanMs, wholeMs, hits: hitSum(hits), count });
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const [wanted, size, runs] = process.argv.slice(2);
const name = names.find((one) => one === wanted);
if (name === undefined) throw new TypeError(`Expected one of ${names.join(", ")}, got ${wanted}`);
measure(name, Number(size), Number(runs));
