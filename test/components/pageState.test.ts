import fc from "fast-check";
import { expect, test } from "vitest";
import { formatState, parseState } from "../../src/components/pageState.js";

const defaults = { language: "", policy: "", metric: "fpr" };

test("parseState() takes the choices over the defaults, and leaves out what the page does not know", () => {
  expect(parseState("", defaults)).toEqual(defaults);
  expect(parseState("?language=fr&other=1", defaults)).toEqual({ language: "fr", policy: "", metric: "fpr" });
  expect(parseState("?language=fr&language=de", defaults)).toEqual({
    language: "fr",
    policy: "",
    metric: "fpr",
  });
  expect(parseState("?metric=", defaults)).toEqual({ language: "", policy: "", metric: "" });
});

test("formatState() holds what differs from the defaults, in their order", () => {
  expect(formatState(defaults, defaults)).toBe("");
  expect(formatState({ metric: "fdr", policy: "a&b = c", language: "" }, defaults)).toBe(
    "?policy=a%26b+%3D+c&metric=fdr",
  );
  expect(formatState({ ...defaults, metric: "" }, defaults)).toBe("?metric=");
});

test("parseState(formatState(state)) is the state, whatever was chosen", () => {
  const text = fc.string({ unit: "grapheme" });
  const pairs = fc.dictionary(text, fc.tuple(text, fc.option(text)));
  fc.assert(
    fc.property(pairs, (choices) => {
      const known = Object.entries(choices).map(([name, [initial]]): [string, string] => [name, initial]);
      const chosen = Object.entries(choices).map(([name, [initial, other]]): [string, string] => [
        name,
        other ?? initial,
      ]);
      const state = Object.fromEntries(chosen);
      expect(parseState(formatState(state, Object.fromEntries(known)), Object.fromEntries(known))).toEqual(
        state,
      );
    }),
  );
});
