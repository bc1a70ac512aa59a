import type { Term } from "../../matcher/term.js";
import type { AddedTerm } from "./changePackage.js";
import type { AddedFields } from "./trialFields.js";
import { setText } from "./patchList.js";
import { kindOf, matchOf } from "./trialPackage.js";

/** The term that a reader adds, or edits, in its fields. */
export type AddedTermForm = {
  /** `undefined` while no term is written. */
  read(): Omit<AddedTerm, "replaces"> | undefined;
  /** Fills the fields with a term of the package and goes there. */
  edit(term: Term): void;
  /** To be called when a field was changed: a kind brings its own flags. */
  changed(field: Element): void;
  /** Says what is wrong with the term; `undefined` for nothing. */
  complain(problem: string | undefined): void;
};

export function addedTermForm(fields: AddedFields): AddedTermForm {
  const { term, kind, match, views, action, problem } = fields;
  const offerFlags = (): void => {
    match.disabled = kind.value === "rule";
    views.disabled = kind.value !== "word";
    action.disabled = kind.value === "rule";
  };
  return {
    read() {
      if (term.value.trim() === "") return undefined;
      const own = kindOf(kind.value);
      return {
        term: term.value,
        kind: own,
        match: matchOf(match.value),
        views: own === "word" && views.value === "evasive" ? ["canonical", "evasive"] : ["canonical"],
        action: own !== "rule" && action.value === "allow" ? "allow" : null,
      };
    },
    edit(edited) {
      term.value = edited.term;
      kind.value = edited.kind;
      match.value = edited.match;
      views.value = edited.views.includes("evasive") ? "evasive" : "canonical";
      action.value = edited.action === "allow" ? "allow" : "";
      offerFlags();
      term.focus();
    },
    changed(field) {
      if (field !== kind) return;
      match.value = kind.value === "regex" ? "substring" : "word"; // as packages have it where they do not say
      offerFlags();
    },
    complain(text) {
      setText(problem, text ?? "");
      if (text === undefined) term.removeAttribute("aria-invalid");
      else term.setAttribute("aria-invalid", "true");
    },
  };
}
