/** A stretch of text whose tokens may stand in one phrase: words, or characters of a script without spaces. */
export type Passage = {
  readonly isSpaceless: boolean;
  /** Places in the text: token i is from `starts[i]` to before `ends[i]`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
};

const spacelessScripts =
  "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}ー\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";

/** What says who or where, not what: addresses, mentions, entities of HTML, long numbers. */
const places =
  "[a-z][a-z0-9+.-]*://\\S+|www\\.\\S+|[^\\s@]+@[^\\s@]+\\.\\S+|[@＠][\\p{L}\\p{M}\\p{N}_]+|&(?:#x?[0-9a-f]+;?|[a-z][a-z0-9]*;)|(?<![\\p{L}\\p{N}])\\+?\\p{N}[\\p{N}.,:/-]*\\p{N}{2}[\\p{N}.,:/-]*";

const spacelessToken = `[${spacelessScripts}]\\p{M}*`;
const wordToken = `(?:(?![${spacelessScripts}])[\\p{L}\\p{N}_]\\p{M}*)+`;

/** Between words of one phrase: a space, or a sign that joins them; it becomes part of the phrase as it stands. */
const isJoint = /^[ '’&.+-]$/;

/**
 * The passages of canonical texts, in order. A passage ends at punctuation, at a change between words and characters of
 * scripts without spaces, and at what is left out: addresses, e-mails, mentions, HTML entities and long numbers, because
 * they tell who wrote and not what, and the given boilerplate.
 * @param boilerplate canonical phrases that are cut out wherever they stand; empty ones are left aside
 * Cost: one pass over a text.
 */
export function passageReader(boilerplate: readonly string[] = []): (text: string) => Passage[] {
  const pattern = new RegExp(
    [
      `(?<out>${places})`,
      `(?<cut>${
        boilerplate
          .filter((phrase) => phrase !== "")
          .map(cutPattern)
          .join("|") || "(?!)"
      })`,
      `(?<one>${spacelessToken})`,
      `(?<word>${wordToken})`,
    ].join("|"),
    "gu",
  );
  return (text) => {
    const passages: OpenPassage[] = [];
    let open: OpenPassage | undefined;
    for (const { 0: found, index, groups = {} } of text.matchAll(pattern)) {
      if (groups["out"] !== undefined || groups["cut"] !== undefined) {
        open = undefined;
        continue;
      }
      const isSpaceless = groups["one"] !== undefined;
      if (open === undefined || !continues(open, { text, index, isSpaceless })) {
        open = { isSpaceless, starts: [], ends: [] };
        passages.push(open);
      }
      open.starts.push(index);
      open.ends.push(index + found.length);
    }
    return passages;
  };
}

type OpenPassage = { readonly isSpaceless: boolean; readonly starts: number[]; readonly ends: number[] };

function continues(
  open: OpenPassage,
  { text, index, isSpaceless }: { text: string; index: number; isSpaceless: boolean },
): boolean {
  const between = text.slice(open.ends.at(-1) ?? 0, index);
  if (open.isSpaceless !== isSpaceless) return false;
  return isSpaceless ? between === "" : isJoint.test(between);
}

/** Whole words where its edges are letters of words: `ad` is not cut out of `adder`. */
function cutPattern(phrase: string): string {
  const literal = phrase.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const before = startsWithWord.test(phrase) ? "(?<![\\p{L}\\p{N}_])" : "";
  const after = endsWithWord.test(phrase) ? "(?![\\p{L}\\p{M}\\p{N}_])" : "";
  return `${before}${literal}${after}`;
}

const startsWithWord = new RegExp(`^(?![${spacelessScripts}])[\\p{L}\\p{N}_]`, "u");
const endsWithWord = new RegExp(`(?![${spacelessScripts}])[\\p{L}\\p{N}_]\\p{M}*$`, "u");
