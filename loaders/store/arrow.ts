import { createRequire } from "node:module";
import type * as Arrow from "apache-arrow";

/** Apache Arrow by its CommonJS modules: to load those for `import` takes three times as long. */
export const arrow: typeof Arrow = createRequire(import.meta.url)("apache-arrow");
