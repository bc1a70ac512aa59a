import { nearest } from "./nearest.js";

/** RFC 5646 without the tags that it only keeps for old times' sake; languages of four and more letters do not exist. */
const tagPattern =
  /^(?:x(?:-[a-z\d]{1,8})+|[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?)$/i;

/** Whether a text has the form of a BCP 47 tag such as `en`, `pt-BR` or `zh-Hans`, in any case; not whether it exists. */
export function isLanguageTag(text: string): boolean {
  return tagPattern.test(text);
}

/** The tag that a text without the form of one was meant to be: `pt-BR` for pt_BR, `en` for english; else `undefined`. */
export function nearestLanguageTag(text: string): string | undefined {
  const tag = text.trim().replaceAll("_", "-");
  if (isLanguageTag(tag)) return tag;
  const codes = twoLetterCodes();
  const name = nearest(tag, [...codes.keys()]);
  const [language = ""] = tag.split("-");
  return codes.get(name ?? "") ?? (isKnownLanguage(language) ? language.toLowerCase() : undefined);
}

const special = /^(?:x|und|mis|mul|zxx|q[a-t][a-z])$/i;

/**
 * Whether the language of a tag exists as far as the runtime's Unicode data (CLDR) go: all of two letters and some
 * hundreds of three. Also for `und`, `mul`, `zxx` and what is for private use.
 */
export function isKnownLanguage(tag: string): boolean {
  const [language = ""] = tag.split("-");
  if (special.test(language)) return true;
  return /^[a-z]{2,3}$/i.test(language) && nameOf(language) !== undefined;
}

/** The code of two letters of a language that a tag names by three, as `en` for eng; `undefined` where it is as it should be. */
export function shorterLanguage(tag: string): string | undefined {
  const [language = ""] = tag.split("-");
  if (language.length !== 3 || !isKnownLanguage(language)) return undefined;
  const short = Intl.getCanonicalLocales(language)[0]?.split("-")[0];
  return short?.length === 2 ? short : undefined;
}

function nameOf(language: string): string | undefined {
  return new Intl.DisplayNames("en", { type: "language", fallback: "none" }).of(language);
}

/** English name → code. */
function twoLetterCodes(): Map<string, string> {
  const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
  const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return new Map(
    codes.flatMap((code) => {
      const name = names.of(code);
      return name === undefined ? [] : [[name.toLowerCase(), code] as const];
    }),
  );
}
