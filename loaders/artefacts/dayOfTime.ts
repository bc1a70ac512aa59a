/** SQL of the day of a time in a zone. A calendar is consulted only where it is needed: it takes ten times as long. */
export function dayOfTime(time: string, timeZone: string): string {
  if (timeZone === "UTC") return `${time}::DATE`;
  return `timezone('${timeZone}', timezone('UTC', ${time}::TIMESTAMP))::DATE`;
}
