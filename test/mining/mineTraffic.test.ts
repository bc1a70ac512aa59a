import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Term } from "../../src/matcher/term.js";
import { mix } from "../../src/mining/mix.js";
import { beating, filler, minedOf, planted, wordTerm } from "./mined.js";
import type { Item } from "./mined.js";

describe("mineTraffic(traffic, release, settings)", () => {
  test("finds a phrase that missed violations hold, with what it does on held-out items", async () => {
    const mined = await minedOf(planted("zorble quenk"));
    const [first] = mined.candidates;
    expect(first).toMatchObject({ term: "zorble quenk", beatsBar: true, newHits: 60, match: "word" });
    expect(first?.heldOut.fp).toBe(0);
    expect((first?.support ?? 0) + (first?.heldOut.tp ?? 0)).toBe(60);
    expect(first?.gain).toBe(first?.heldOut.tp);
    expect(mined).toMatchObject({ release: "r1", splitBy: "group", documents: { violating: 60 } });
  });

  test("finds any phrase of one to four words in its longest form", () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom("zorble", "quenk", "dripf", "vamul"), { minLength: 1 }),
        async (words) => {
          expect(beating(await minedOf(planted(words.join(" "))))).toEqual([words.join(" ")]);
        },
      ),
      { numRuns: 20 },
    ));

  test("proposes nothing that a term already hits, whatever its action", async () => {
    const items = planted("zorble quenk");
    for (const action of [null, "watch", "flag"])
      expect((await minedOf(items, { terms: [wordTerm("zorble", { action })] })).candidates).toEqual([]);
    const allowed = await minedOf(items, { terms: [wordTerm("quenk", { action: "allow" })] });
    expect(beating(allowed)).toEqual(["zorble quenk"]);
  });

  test("proposes again what only a term asks for that is over when the newest item is made", async () => {
    const items = planted("zorble quenk").map((item, n) => ({ ...item, at: (n * 37) % 260 }));
    const found = (validity: Partial<Term>) =>
      minedOf(items, { terms: [wordTerm("zorble quenk", validity)] }).then(beating);
    expect(await found({ validTo: 1 })).toEqual(["zorble quenk"]);
    expect(await found({ validTo: 130 })).toEqual(["zorble quenk"]);
    expect(await found({ validFrom: 400 })).toEqual([]); // it will come
    expect(await found({ validFrom: 400, validTo: 500 })).toEqual([]);
  });

  test("counts a good item also where another term hits it", async () => {
    const innocent = Array.from({ length: 60 }, (_, n): Item => ({
      text: `zorble quenk ${filler(n + 1500)} listed`,
      truth: "good",
    }));
    const items = [...planted("zorble quenk", { violating: 30 }), ...innocent];
    expect((await minedOf(items, { terms: [wordTerm("listed")] })).candidates).toEqual([]);
  });

  test("leaves out what hits too much of all traffic, labelled or not", async () => {
    const common = Array.from({ length: 40 }, (_, n): Item => ({ text: `zorble quenk ${filler(n + 2000)}` }));
    const items = [...planted("zorble quenk"), ...common];
    expect(beating(await minedOf(items, { maxShare: 0.25 }))).toEqual([]);
    expect(beating(await minedOf(items, { maxShare: 0.4 }))).toEqual(["zorble quenk"]);
  });

  test("does not make a candidate of one advertiser, however often it repeats itself", async () => {
    const good = planted("", { violating: 0 });
    const copies = Array.from({ length: 80 }, (_, n): Item => ({
      text: `${filler(n + 500)} zorble quenk ${filler(n + 900)}`,
      truth: "violating",
      cluster: 7,
    }));
    expect((await minedOf([...good, ...copies])).candidates).toEqual([]);
  });

  test("does not make a candidate of near-duplicates, whoever sends them", async () => {
    const good = planted("", { violating: 0 });
    const copies = Array.from({ length: 80 }, (_, n): Item => ({
      text: `buy the zorble quenk now for ${n + 10} coins and tell all of your friends about it today`,
      truth: "violating",
    }));
    const mined = await minedOf([...good, ...copies]);
    expect(mined.documents.violating).toBe(1);
    expect(mined.candidates).toEqual([]);
  });

  test("never proposes boilerplate: function words, addresses, mentions, numbers, and what the workspace names", async () => {
    const phrases = [
      "about the",
      "https://zorble.example/quenk",
      "@zorblequenk",
      "&amp; &#128;",
      "0800 123456",
    ];
    for (const phrase of phrases) expect((await minedOf(planted(phrase))).candidates).toEqual([]);
    const items = planted("Sent from my Zorble!");
    expect(beating(await minedOf(items))).toEqual(["sent from my zorble"]);
    expect((await minedOf(items, { boilerplate: ["sent from my ZORBLE"] })).candidates).toEqual([]);
  });

  test("judges on later items of advertisers that the phrase was not found with, where items have times", async () => {
    const dated = planted("zorble quenk", { good: 300 }).map((item, n, { length }) => ({
      ...item,
      at: (n * 7) % length,
      cluster: n % 40,
    }));
    const { splitBy, candidates } = await minedOf(dated);
    expect(splitBy).toBe("time");
    const [first] = candidates;
    expect((first?.support ?? 0) + (first?.heldOut.tp ?? 0)).toBeLessThanOrEqual(60);
    const clusters = new Set(
      dated.filter(({ truth }) => truth === "violating").map(({ cluster }) => cluster),
    );
    expect(first?.heldOut.tp).toBeLessThan(clusters.size);
  });

  test("does not ask an advertiser about a phrase that would not have been found without it", async () => {
    const dated = (clusters: number): Item[] =>
      planted("zorble quenk").map((item, n) => ({ ...item, at: n % 97, cluster: n % clusters }));
    expect((await minedOf(dated(3))).candidates).toEqual([]);
    expect((await minedOf(dated(4))).candidates).toHaveLength(1);
  });

  test("finds phrases by what people decided, and judges them by labels alone", async () => {
    const items = planted("zorble quenk");
    const decidedBut = (labels: number): Item[] =>
      items.map(({ text, truth = "good" }, n) =>
        n < items.length - labels && truth === "violating"
          ? { text, outcome: "human reject" }
          : { text, truth },
      );
    const { candidates, documents } = await minedOf(decidedBut(15));
    expect(documents).toMatchObject({ violating: 60, good: 200, decided: 45 });
    expect(candidates[0]?.support).toBeGreaterThan(20);
    expect(candidates[0]?.heldOut).toMatchObject({ fp: 0 });
    expect(candidates[0]?.heldOut.tp).toBeLessThanOrEqual(15);
    expect((await minedOf(decidedBut(0))).candidates).toEqual([]);
  });

  test("believes a label before what people decided", async () => {
    const items = planted("zorble quenk").map((item): Item => ({
      ...item,
      outcome: item.truth === "good" ? "human reject" : "human approve",
    }));
    expect(beating(await minedOf(items))).toEqual(["zorble quenk"]);
    expect((await minedOf(items)).documents).toMatchObject({ decided: 0, violating: 60 });
  });

  test("keeps languages apart and proposes terms for their language alone", async () => {
    const items = [
      ...planted("zorble", { good: 150 }).map((item) => ({ ...item, language: "en" })),
      ...Array.from({ length: 150 }, (_, n): Item => ({
        text: `zorble ${filler(n + 3000)}`,
        truth: "good",
        language: "de",
      })),
    ];
    const [first] = (await minedOf(items)).candidates;
    expect(first).toMatchObject({ term: "zorble", language: "en" });
    expect(first?.heldOut.fp).toBe(0);
  });

  test.each([
    ["Chinese", "今天天气好我们去公园", "免费提款机"],
    ["Japanese", "やさしい靴下をどうぞ", "ゼラヌビンモビ"],
    ["Thai", "วันนี้อากาศดีมาก", "กู้เงินด่วน"],
  ])(
    "finds a phrase in %s, a script without spaces, by characters, and grows it whole",
    async (_name, base, phrase) => {
      const units = [...new Intl.Segmenter("und").segment(base)].map(({ segment }) => segment);
      const textOf = (n: number): string =>
        units.map((_, at) => units[mix(n * 64 + at) % units.length]).join("");
      const items = Array.from({ length: 240 }, (_, n): Item =>
        n % 5 === 0
          ? {
              text: `${textOf(n)}${units[n % 4]}${phrase}${units[n % 3]}${textOf(n + 3)}${n}`,
              truth: "violating",
              cluster: n,
            }
          : { text: `${textOf(n)}${textOf(n + 1)}${n}`, truth: "good", cluster: n },
      );
      const [first] = (await minedOf(items, { maxShare: 0.5 })).candidates;
      expect(first).toMatchObject({ term: phrase, match: "substring", beatsBar: true });
    },
  );

  test("gives two words rather than the part that both hold", async () => {
    const words = ["モビゼラヌタク", "ロゾゼラヌビン"];
    const items = Array.from({ length: 240 }, (_, n): Item => ({
      text: `${filler(n)} ${n % 4 === 0 ? `${words[n % 8 === 0 ? 0 : 1]}${["入り", "つき", ""][n % 3]}` : "お茶セット"} ${n}`,
      truth: n % 4 === 0 ? "violating" : "good",
    }));
    const found = (await minedOf(items)).candidates.map(({ term }) => term);
    expect(found.slice(0, 2).toSorted()).toEqual(words);
    expect(found).not.toContain("ゼラヌ");
  });

  test("judges by how items ended: labels of rejected items say nothing of approved ones", async () => {
    const items = planted("zorble quenk").map((item): Item => ({ ...item, outcome: "human reject" }));
    const approved = Array.from({ length: 120 }, (_, n): Item => ({
      text: `${filler(n + 5000)} zorble quenk ${filler(n + 7000)}`,
      outcome: "auto approve",
    }));
    const [known] = (await minedOf(items)).candidates;
    const [open] = (await minedOf([...items, ...approved])).candidates;
    expect(known).toMatchObject({ term: "zorble quenk", beatsBar: true });
    expect(open).toMatchObject({ term: "zorble quenk", beatsBar: false });
    expect([known?.heldOut.tp, known?.heldOut.low]).not.toEqual([open?.heldOut.tp, open?.heldOut.low]);
    const noted = approved.map((item, n): Item => (n % 3 === 0 ? { ...item, truth: "violating" } : item));
    expect((await minedOf([...items, ...noted])).candidates[0]?.beatsBar).toBe(true);
  });

  test("weighs labels: good items that stand for many keep a candidate below the bar", async () => {
    const rare = Array.from({ length: 20 }, (_, n): Item => ({
      text: `zorble quenk ${filler(n + 1500)}`,
      truth: "good",
      weight: 100,
    }));
    expect(beating(await minedOf([...planted("zorble quenk"), ...rare]))).toEqual([]);
  });

  test("gives no candidate without items, labels, violations or good items", async () => {
    const texts = planted("zorble quenk");
    const empty = [
      [],
      texts.map(({ text }) => ({ text })),
      texts.filter(({ truth }) => truth === "good"),
      texts.filter(({ truth }) => truth === "violating"),
      [{ text: "", truth: "violating" as const }],
    ];
    for (const items of empty) expect((await minedOf(items)).candidates).toEqual([]);
  });

  test("gives the same for the same items", async () => {
    const items = [...planted("zorble quenk"), ...planted("dripf", { good: 0, violating: 30 })];
    expect(await minedOf(items)).toEqual(await minedOf(items));
  });
});
