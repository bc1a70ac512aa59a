import type { OnePlace } from "./placeOrder.js";

/**
 * Tells of two places whether some character fits both. Classes that are not listed are compared on the printable
 * characters of ASCII and a few others, so that two classes of one rare script are taken for apart.
 */
export function sharedCharacters(places: readonly OnePlace[]): (a: number, b: number) => boolean {
  const keys = new Map<string, number>();
  const distinct: OnePlace[] = [];
  const classes = places.map((place) => {
    const key = JSON.stringify(place);
    const known = keys.get(key) ?? distinct.push(place) - 1;
    keys.set(key, known);
    return known;
  });
  const held = distinct.map(charactersOf);
  const shared = held.map((own) => held.map((other) => haveCommon(own, other)));
  return (a, b) => shared[classes[a] ?? -1]?.[classes[b] ?? -1] ?? false;
}

type Characters = {
  readonly holds: (codePoint: number) => boolean;
  readonly examples: readonly number[];
  /** Whether the examples are all that there are. */
  readonly isListed: boolean;
};

/** What a rare class may hold: tab, line feed, letters of Latin, Greek, Cyrillic, Arabic and Han. */
const others = "\t\n\u00e9\u00df\u03b1\u044f\u0627\u4e2d";
const samples = [...Array.from({ length: 95 }, (_, i) => 32 + i), ...Array.from(others, codePointOf)];

function charactersOf(place: OnePlace): Characters {
  if (place.kind === "character") {
    const { codePoint } = place;
    return { holds: (other) => other === codePoint, examples: [codePoint], isListed: true };
  }
  const { re2, members } = place;
  const pattern = re2 === "." ? /./su : classOf(re2);
  const holds = (codePoint: number): boolean => pattern?.test(String.fromCodePoint(codePoint)) ?? false;
  if (members !== undefined) return { holds, examples: members, isListed: true };
  return { holds, examples: samples.filter(holds), isListed: false };
}

function haveCommon(a: Characters, b: Characters): boolean {
  const [few, other] = a.isListed ? [a, b] : [b, a];
  return few.examples.some(other.holds);
}

/** RE2 writes \x{61} what JavaScript writes \u{61}; classes that only RE2 knows, such as \p{Greek}, hold nothing here. */
function classOf(re2: string): RegExp | undefined {
  try {
    return new RegExp(`^${re2.replaceAll("\\x{", "\\u{")}$`, "iu");
  } catch {
    return undefined;
  }
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
