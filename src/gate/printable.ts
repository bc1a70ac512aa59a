/** A text from outside on one line: characters that do not print (controls, bidi marks) as dots, the rest cut off. */
export function printable(text: string, { most = 60 } = {}): string {
  const shown = text.slice(0, most).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "·");
  return text.length > most ? `${shown}…` : shown;
}
