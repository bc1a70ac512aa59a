import { compilePackage } from "../../src/matcher/compilePackage.js";
import type { KernelName } from "../../src/matcher/kernel/kernel.js";
import { openKernel } from "../../src/matcher/kernel/kernel.js";
import { scan } from "../../src/matcher/scan.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { benchTexts, cpuMsOf, medianOf, toTerms } from "./cases.js";
import { randomNumbers } from "./random.js";

const prefix = "free delivery".slice(0, 12);
const count = 100_000;

/** Time of 100,000 terms that share twelve bytes over that of random terms of the same lengths, on the same text. */
export function adversarialRatio(runs: number): Record<KernelName, number> {
  const random = randomNumbers(5);
  const tails = Array.from(
    { length: count },
    (_, i) => letters(random, 2 + Math.floor(random() * 8)) + i.toString(36),
  );
  const sharing = compilePackage(
    toTerms(
      tails.map((tail) => prefix + tail),
      "substring",
    ),
  );
  const others = compilePackage(
    toTerms(
      tails.map((tail) => letters(random, 12) + tail),
      "substring",
    ),
  );
  const texts = benchTexts().texts.map((text, i) => `${text} ${prefix}${tails[(i * 7919) % count] ?? ""}`);
  const column = utf8Column(texts);
  const ratioOf = (only: KernelName): number => {
    const kernel = openKernel({ only }) ?? openKernel();
    const msOf = (matcher: typeof sharing): number => cpuMsOf(() => scan(matcher, column, { kernel }));
    msOf(sharing);
    msOf(others);
    return medianOf(Array.from({ length: runs }, () => msOf(sharing) / msOf(others)));
  };
  return { wasm: ratioOf("wasm"), typescript: ratioOf("typescript") };
}

function letters(random: () => number, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join("");
}
