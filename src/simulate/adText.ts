import type { Chance } from "./chance.js";
import type { Language } from "./world.js";

/** What ads of a language are put together from. The first closing holds the everyday word. */
type Phrases = {
  readonly openings: readonly string[];
  readonly products: readonly string[];
  readonly closings: readonly string[];
  /** An everyday word of the first closing, as a term of a package. */
  readonly everyday: string;
  /** `{}` stands for the risk word. */
  readonly carriers: readonly string[];
};

const phrases: Readonly<Record<Language, Phrases>> = {
  en: {
    openings: [
      "Discover our",
      "New in store:",
      "Everyone talks about our",
      "Made with care:",
      "Try the",
      "Back again:",
    ],
    products: [
      "wool socks",
      "garden lamps",
      "running shoes",
      "tea sets",
      "puzzle games",
      "travel bags",
      "fresh bread",
      "rain coats",
    ],
    closings: [
      "Order today",
      "Free delivery",
      "While stocks last",
      "See the shop",
      "Ask for a sample",
      "Open on weekends",
      "Only online",
      "Five colours",
    ],
    everyday: "today",
    carriers: ["with {}", "{} inside", "now as {}"],
  },
  de: {
    openings: [
      "Entdecken Sie",
      "Neu im Laden:",
      "Alle sprechen über",
      "Mit Liebe gemacht:",
      "Probieren Sie",
      "Wieder da:",
    ],
    products: [
      "Wollsocken",
      "Gartenlampen",
      "Laufschuhe",
      "Teekannen",
      "Rätselspiele",
      "Reisetaschen",
      "frisches Brot",
      "Regenmäntel",
    ],
    closings: [
      "Bestellen Sie heute",
      "Versand gratis",
      "Solange der Vorrat reicht",
      "Besuchen Sie uns",
      "Muster auf Anfrage",
      "Auch am Samstag",
      "Nur im Netz",
      "In fünf Farben",
    ],
    everyday: "heute",
    carriers: ["mit {}", "enthält {}", "jetzt als {}"],
  },
  es: {
    openings: [
      "Descubre",
      "Novedad en tienda:",
      "Todos hablan de",
      "Hecho con cuidado:",
      "Prueba",
      "Otra vez aquí:",
    ],
    products: [
      "calcetines de lana",
      "lámparas de jardín",
      "zapatillas",
      "juegos de té",
      "rompecabezas",
      "bolsas de viaje",
      "pan fresco",
      "impermeables",
    ],
    closings: [
      "Pide hoy",
      "Envío gratis",
      "Hasta agotar existencias",
      "Visita la tienda",
      "Pide una muestra",
      "Abierto el sábado",
      "Solo en línea",
      "En cinco colores",
    ],
    everyday: "hoy",
    carriers: ["con {}", "lleva {}", "ahora como {}"],
  },
  pt: {
    openings: [
      "Descubra",
      "Novidade na loja:",
      "Todos falam de",
      "Feito com cuidado:",
      "Experimente",
      "De volta:",
    ],
    products: [
      "meias de lã",
      "lâmpadas de jardim",
      "tênis de corrida",
      "jogos de chá",
      "quebra-cabeças",
      "bolsas de viagem",
      "pão fresco",
      "capas de chuva",
    ],
    closings: [
      "Peça hoje",
      "Entrega grátis",
      "Enquanto durar",
      "Visite a loja",
      "Peça uma amostra",
      "Aberto no sábado",
      "Somente na internet",
      "Em cinco cores",
    ],
    everyday: "hoje",
    carriers: ["com {}", "contém {}", "agora como {}"],
  },
  ja: {
    openings: ["新登場、", "話題の", "心をこめて作った", "ぜひお試しください、", "再入荷、", "お店で人気の"],
    products: [
      "毛糸の靴下",
      "庭のランプ",
      "運動靴",
      "お茶セット",
      "パズル",
      "旅行かばん",
      "焼きたてパン",
      "レインコート",
    ],
    closings: [
      "今日ご注文を",
      "送料無料",
      "在庫かぎり",
      "お店へどうぞ",
      "見本あります",
      "土曜も営業",
      "ネット限定",
      "五色から選べます",
    ],
    everyday: "今日",
    carriers: ["{}入り", "{}つき", "今なら{}"],
  },
};

/** How a word is disguised; the first three are read by the evasive view. */
export const evasions = ["leet", "spaced", "lookalike"] as const;
export type Evasion = (typeof evasions)[number];

export type AdText = { readonly text: string; readonly hasEveryday: boolean };

/** A new ad text, with the risk word where there is one. */
export function writeAdText(language: Language, word: string | undefined, chance: Chance): AdText {
  const { openings, products, closings, carriers } = phrases[language];
  const closing = chance.whole(closings.length);
  const carried = word === undefined ? "" : chance.pick(carriers).replace("{}", word);
  const price = `${1 + chance.whole(99)}.${chance.pick(["00", "50", "90", "95"])}`;
  const parts = [chance.pick(openings), chance.pick(products), carried, price].filter((part) => part !== "");
  return { text: `${parts.join(" ")}. ${closings[closing] ?? ""}!`, hasEveryday: closing === 0 };
}

/** The everyday word that a broad term lists. */
export function everydayWord(language: Language): string {
  return phrases[language].everyday;
}

const leet: Readonly<Record<string, string>> = { o: "0", e: "3", a: "4" };
const lookalikes: Readonly<Record<string, string>> = { a: "а", e: "е", o: "о", i: "і" }; // Cyrillic

/** A word in disguise, as the evasive view of the matcher reads it back; scripts without Latin letters are spelled. */
export function disguise(word: string, evasion: Evasion): string {
  const swap = (by: Readonly<Record<string, string>>): string => {
    const at = Array.from(word).findIndex(
      (letter, index) => index > 0 && index < word.length - 1 && letter in by,
    );
    return at < 0 ? spell(word) : `${word.slice(0, at)}${by[word.charAt(at)] ?? ""}${word.slice(at + 1)}`;
  };
  if (evasion === "spaced") return spell(word);
  return swap(evasion === "leet" ? leet : lookalikes);
}

function spell(word: string): string {
  return Array.from(word).join(".");
}
