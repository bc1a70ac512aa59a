const harmless: readonly string[] = ["watch", "flag", "allow"];

/** Whether a term of this action rejects what it hits: so does one that names none (`null`). */
export function rejects(action: string | null): boolean {
  return action === null || !harmless.includes(action);
}
