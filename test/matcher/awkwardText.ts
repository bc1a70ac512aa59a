import * as fc from "fast-check";

const awkward =
  "aAzZ09_ \t\n\u00a0\u3000ßẞﬁİıſςΣΐΰ™℠´¨¯¸ªº½ǅŉǰᾳᾼ\u0345\u0301\u0308\u0323\u0327\u0338éÅÅΩ" +
  "각가ㄱㅏㄳ\u1100\u1161\u11a8ｶﾞﾟカ゛が\u3099ﾡￂￇ\u200d\u200c\u00ad\ufeff\u{e0020}\u180e🙂👩🏽𝔄𝟘𐐀ᏸꭰ①㍿ﷺｱ" +
  "\u0915\u093c\u0958\u09c7\u09be\u0b47\u0b56\u1025\u102e\u{16d63}\u{16d67}\u{16d68}\u{110ba}\u0f71\u0f72\u0f73\u{1d15e}\u2028\u0085\ud800\udc00\u0334\u05b4\ufb2a\u0627\u0654\ufdfa";

/** Short texts of characters that compose, reorder, expand, vanish or separate. */
export const awkwardText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...Array.from(awkward)) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 2 }) },
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(""));
