/** The elements of "Try a text" that the page's script reads and fills. */
export type TrialFields = {
  readonly text: HTMLTextAreaElement;
  /** The choices of language, market and item are hidden where there is nothing to choose. */
  readonly language: HTMLSelectElement;
  readonly market: HTMLSelectElement;
  readonly item: HTMLSelectElement;
  readonly added: AddedFields;
  readonly switches: HTMLElement;
  readonly summary: HTMLElement;
  readonly result: HTMLElement;
  /** Label of the release that is tried. */
  readonly release: string;
};

/** The fields of a term that is added. */
export type AddedFields = {
  readonly term: HTMLInputElement;
  readonly kind: HTMLSelectElement;
  readonly match: HTMLSelectElement;
  readonly views: HTMLSelectElement;
  readonly action: HTMLSelectElement;
  /** Says what is wrong with the term. */
  readonly problem: HTMLElement;
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
    market: find(".trial-market", HTMLSelectElement),
    item: find(".trial-item", HTMLSelectElement),
    added: {
      term: find(".trial-added", HTMLInputElement),
      kind: find(".trial-kind", HTMLSelectElement),
      match: find(".trial-match", HTMLSelectElement),
      views: find(".trial-views", HTMLSelectElement),
      action: find(".trial-action", HTMLSelectElement),
      problem: find(".trial-problem", HTMLElement),
    },
    switches: find(".trial-switches", HTMLElement),
    summary: find(".trial-summary", HTMLElement),
    result: find(".trial-result", HTMLElement),
    release: section.dataset["release"] ?? "",
  };
}
