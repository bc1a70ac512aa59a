import type { Chance } from "./chance.js";

const digits = 64;

/** A hash like PDQ's: 256 bits as 64 hexadecimal digits, half of them set on average. */
export function newImageHash(chance: Chance): string {
  return randomDigits(digits, chance);
}

/** So many random hexadecimal digits, a multiple of 8. */
export function randomDigits(count: number, chance: Chance): string {
  let found = "";
  while (found.length < count)
    found += chance
      .whole(2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return found;
}

/** The hash of a slightly changed image: up to so many bits flipped, at least one. */
export function nearImageHash(hash: string, bits: number, chance: Chance): string {
  const changed = hash.split("");
  for (let flips = 1 + chance.whole(bits); flips > 0; flips--) {
    const at = chance.whole(digits);
    changed[at] = (Number.parseInt(changed[at] ?? "0", 16) ^ (1 << chance.whole(4))).toString(16);
  }
  return changed.join("");
}
