import type { ElementMaker } from "./element.js";

/** An image's; by its form alone, as every page that masks loads this. */
const isHash = /^[0-9a-f]{64}$/i;

/**
 * Hides an offensive term: each word keeps its first letter, the rest become dots, so that its shape stays.
 * Words of one letter are hidden whole; digits and signs are hidden too. The empty string stays empty. The hash of an
 * image, which has no shape of its own, is cut short.
 */
export function maskTerm(term: string): string {
  if (isHash.test(term)) return `${term.charAt(0)}${"•".repeat(11)}…`;
  return term.replace(/\S+/gu, (word) => {
    const [first = "", ...rest] = word;
    return rest.length === 0 ? "•" : first + "•".repeat(rest.length);
  });
}

/** Hides every letter and digit of a text; white space and punctuation stay, so its length can be judged. */
export function maskText(text: string): string {
  return text.replace(/[\p{L}\p{M}\p{N}]/gu, "•");
}

/**
 * The masked form beside the plain one; a style sheet shows one of them, by the reader's choice at the top of the
 * page. The plain form is not displayed until then, and so not read out either.
 */
export function maskedTerm(h: ElementMaker, term: string): HTMLElement {
  const pair = maskPair(h, term, maskTerm(term));
  if (isHash.test(term)) pair.classList.add("masked-hash");
  return pair;
}

/** As `maskedTerm`, for a whole text. */
export function maskedText(h: ElementMaker, text: string): HTMLElement {
  return maskPair(h, text, maskText(text));
}

function maskPair(h: ElementMaker, plain: string, masked: string): HTMLElement {
  return h("span", { class: "masked" }, [
    h("span", { class: "masked-dots" }, [masked]),
    h("span", { class: "masked-plain", dir: "auto" }, [plain]),
  ]);
}
