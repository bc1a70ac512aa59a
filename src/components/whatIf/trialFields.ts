/** The elements of "Try a text" that the page's script reads and fills. */
export type TrialFields = {
  readonly text: HTMLTextAreaElement;
  readonly language: HTMLSelectElement;
  /** Hidden when there is no item to pick. */
  readonly item: HTMLSelectElement;
  readonly added: HTMLInputElement;
  readonly match: HTMLSelectElement;
  readonly switches: HTMLElement;
  readonly summary: HTMLElement;
  readonly result: HTMLElement;
  /** Label of the release that is tried. */
  readonly release: string;
};

/** The fields of a section as `trialNote` draws them. TypeError when one is missing. */
export function findFields(section: HTMLElement): TrialFields {
  const find = <T extends Element>(selector: string, type: new () => T): T => {
    const found = section.querySelector(selector);
    if (found instanceof type) return found;
    throw new TypeError(`Expected ${selector} in the section, got ${found?.localName ?? "none"}`);
  };
  return {
    text: find("textarea", HTMLTextAreaElement),
    language: find(".trial-language", HTMLSelectElement),
    item: find(".trial-item", HTMLSelectElement),
    added: find(".trial-added", HTMLInputElement),
    match: find(".trial-match", HTMLSelectElement),
    switches: find(".trial-switches", HTMLElement),
    summary: find(".trial-summary", HTMLElement),
    result: find(".trial-result", HTMLElement),
    release: section.dataset["release"] ?? "",
  };
}
