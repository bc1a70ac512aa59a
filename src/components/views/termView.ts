import type { TermRow } from "../../model/artefact.js";
import { elementsOf } from "../element.js";
import { findTerm } from "../terms.js";
import type { View, ViewContext } from "../view.js";

/** A view of a term page: drawn for the term in the page's path, or a sentence when there is none. */
export function termView(
  name: string,
  summary: string,
  parts: { needs: View["needs"]; render: (term: TermRow, context: ViewContext) => Element },
): View {
  return {
    name,
    summary,
    options: {},
    uses: [],
    needs: parts.needs,
    render(_options, context) {
      const term = findTerm(context.data, context.params["termId"]);
      const h = elementsOf(context.document);
      return term === undefined ? h("p", { class: "empty" }, ["No such term."]) : parts.render(term, context);
    },
  };
}
