import type { Outbox } from "./outbox.js";
import { dayOn, dayStartMs } from "./world.js";

/** What a decision is drawn from: a design, the stage that draws, and a stratum with its chance. */
export type Stratum = {
  readonly design: string;
  readonly stage: "qa" | "ata" | "gold";
  readonly stratum: string;
  readonly inclProb: number;
};

/** Counts of what could be drawn and what was, by the day on which the ads were created. */
export type SampleFrames = {
  readonly count: (stratum: Stratum, isSampled: boolean) => void;
  /** Writes the day's rows and begins a new one. */
  readonly close: (day: number) => void;
};

export function openFrames(outbox: Outbox): SampleFrames {
  let frames = new Map<string, Stratum & { frame: number; sampled: number }>();
  return {
    count(stratum, isSampled) {
      const key = `${stratum.design}|${stratum.stage}|${stratum.stratum}`;
      const found = frames.get(key) ?? { ...stratum, frame: 0, sampled: 0 };
      found.frame++;
      if (isSampled) found.sampled++;
      frames.set(key, found);
    },
    close(day) {
      for (const key of [...frames.keys()].toSorted()) {
        const found = frames.get(key);
        if (found === undefined) continue;
        const { design, stage, stratum, inclProb, frame, sampled } = found;
        outbox.add("sample-design", dayStartMs(day), {
          sample_design_id: design,
          day: dayOn(day),
          stage,
          stratum,
          incl_prob: inclProb,
          frame,
          sampled,
        });
      }
      frames = new Map();
    },
  };
}
