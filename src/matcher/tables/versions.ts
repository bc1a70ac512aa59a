// Made by generate.mjs. Do not edit.

/** Version of the Unicode data behind the canonical view. */
export const unicodeVersion = "17.0";

/** Version of the UTS #39 confusables behind the evasive view. */
export const confusablesVersion = "13.0.0";
