import type { Step } from "../artefacts/prepareData.js";

/** A step with how long it took. */
export type TimedStep = Step & { readonly elapsedMs: number };

export type BuildSpec = {
  /** Folders of workspaces; with several, each stands in the site below its name. */
  readonly workspaces: readonly string[];
  readonly out: string;
  readonly force: boolean;
};

export type BuildProgress = {
  readonly onStep: (step: TimedStep) => void;
  readonly onProgress: (text: string) => void;
};

export type BuildOutcome = {
  readonly steps: readonly TimedStep[];
  readonly pages: number;
  /** Why the site was not published; empty when it was. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Sources that are too old or were kept from an earlier build, a sentence each; every page says so, too. */
  readonly degraded: readonly string[];
};
