#!/usr/bin/env node
// tsx is resolved from here, not from the caller's folder, so that `npx riskbook` works anywhere.
import { register } from "tsx/esm/api";

register();
const { main } = await import("./cli.ts");
await main(process.argv.slice(2));
