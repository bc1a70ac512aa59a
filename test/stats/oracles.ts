import { existsSync, readFileSync } from "node:fs";

const path = "../shared/oracles/oracles.json";

/** Whether the oracles lie beside the repository; tests on them say that they are skipped when not. */
export const hasOracles = existsSync(path);

/** The oracles whose name begins so; none when the file is not there. */
export function oraclesNamed<T>(start: string): (T & { readonly name: string })[] {
  if (!hasOracles) return [];
  const { oracles } = JSON.parse(readFileSync(path, "utf8"));
  return oracles.filter(({ name }: { name: string }) => name.startsWith(start));
}
