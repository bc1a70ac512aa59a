import { createHash } from "node:crypto";
import { simulateFiles } from "./simulated.js";

// Run as a program of its own, in another time zone and locale.

const hash = createHash("sha256");
for (const [path, text] of simulateFiles({ seed: 1, days: 5, items: 500 })) hash.update(`${path}\n${text}`);
process.stdout.write(hash.digest("hex"));
