import { describe, expect, test } from "vitest";
import {
  isKnownLanguage,
  isLanguageTag,
  nearestLanguageTag,
  shorterLanguage,
} from "../../src/model/languageTag.js";

describe("isLanguageTag(text)", () => {
  test.each([
    "en",
    "pt-BR",
    "PT-br",
    "zh-Hans",
    "zh-cmn-Hans-CN",
    "es-419",
    "de-1996",
    "sl-rozaj",
    "en-x-plain",
    "x-own",
    "de-u-co-phonebk",
  ])("holds for %s", (tag) => expect(isLanguageTag(tag)).toBe(true));

  test.each([
    "",
    "english",
    "e",
    "en_US",
    "xx-zz9",
    "en-",
    "-en",
    "en us",
    "en;de",
    "pt--BR",
    "mixed",
    "*",
    "en-us-us",
  ])("does not hold for %j", (text) => expect(isLanguageTag(text)).toBe(false));
});

test.each([
  ["english", "en"],
  ["Englsh", "en"],
  ["german", "de"],
  ["pt_BR", "pt-BR"],
  ["fr-zz9", "fr"],
  ["xx-zz9", undefined],
  ["", undefined],
])("nearestLanguageTag(%j) is %j", (text, tag) => expect(nearestLanguageTag(text)).toBe(tag));

test.each(["en", "EN", "fil", "yue-HK", "sh", "und", "zxx", "qaa", "x-own"])("isKnownLanguage(%j)", (tag) =>
  expect(isKnownLanguage(tag)).toBe(true),
);

test.each(["xx", "xx-US", "zzz"])("not isKnownLanguage(%j)", (tag) =>
  expect(isKnownLanguage(tag)).toBe(false),
);

test.each([
  ["eng", "en"],
  ["deu-AT", "de"],
  ["fil", undefined],
  ["en", undefined],
  ["und", undefined],
])("shorterLanguage(%j) is %j", (tag, short) => expect(shorterLanguage(tag)).toBe(short));
