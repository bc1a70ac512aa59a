export const dayMs = 86_400_000;

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: dayMs };

/** Milliseconds of a length of time such as `90m`, `36h` or `7d`; `undefined` when the text is none, or 0. */
export function parseDurationMs(text: string): number | undefined {
  const [, count = "0", unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const durationMs = Number(count) * (unitMs[unit] ?? 0);
  return durationMs === 0 ? undefined : durationMs;
}
