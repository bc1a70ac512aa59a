import { siteConfig } from "./loaders/site/siteConfig.js";

/** `riskbook build` and `riskbook dev` say where the generated root is; by itself Framework takes the default workspace. */
export default await siteConfig(
  {
    root: process.env["RISKBOOK_SITE"] ?? ".riskbook/hatecheck/site",
    output: process.env["RISKBOOK_OUTPUT"] ?? "dist",
  },
  process.argv.includes("preview"),
);
