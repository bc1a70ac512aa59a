const timePattern =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * UTC ms of an ISO 8601 time, cut to whole milliseconds.
 * `undefined` when the text is no such time, names a day or hour that does not exist, or carries no zone while none is given.
 * @param text `2022-01-31T15:32:32Z`, also with a blank for the T, without seconds, with a fraction or `+01:00`
 * @param zone for times without one: `UTC` or `±hh:mm`
 */
export function parseTime(text: string, zone?: string): number | undefined {
  const found = timePattern.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, ownZone] = found;
  const givenZone = ownZone ?? zone;
  const offsetMs = givenZone === undefined ? undefined : zoneOffsetMs(givenZone);
  if (offsetMs === undefined) return undefined;
  const fields = [year, month, day, hour, minute, second ?? "0"].map(Number);
  const localMs = exactUtcMs(fields);
  return localMs === undefined ? undefined : localMs + milliseconds(fraction) - offsetMs;
}

/** Whether a text is a time that only lacks its zone. */
export function isTimeWithoutZone(text: string): boolean {
  return parseTime(text) === undefined && parseTime(text, "UTC") !== undefined;
}

/** Milliseconds that a zone is ahead of UTC; `undefined` unless it is `UTC`, `Z` or `±hh:mm` up to 18 hours. */
export function zoneOffsetMs(zone: string): number | undefined {
  if (zone === "UTC" || zone === "Z") return 0;
  const found = /^([+-])(\d\d):?([0-5]\d)$/.exec(zone);
  if (found === null) return undefined;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  if (minutes > 18 * 60) return undefined;
  return minutes === 0 ? 0 : (found[1] === "-" ? -1 : 1) * minutes * 60_000;
}

/** `2022-01-31T15:32:32Z`, with milliseconds only where there are some. */
export function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(".000Z", "Z");
}

function milliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.padEnd(3, "0").slice(0, 3));
}

/** Date.UTC rolls 30 February over into March; a log that says so is wrong. */
function exactUtcMs(fields: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const back = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours()];
  back.push(date.getUTCMinutes(), date.getUTCSeconds());
  return back.every((value, index) => value === fields[index]) ? date.getTime() : undefined;
}
