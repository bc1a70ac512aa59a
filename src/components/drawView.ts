import { elementsOf } from "./element.js";
import type { PageData } from "./pageData.js";
import type { View, ViewContext, ViewOptions } from "./view.js";

/** Dimensions that any workspace's items may have; pages may name them whether or not this one's have. */
export const commonDimensions = ["language", "market", "policy", "queue"] as const;

/** Draws a view, or the sentence that says what the workspace lacks for it. */
export function drawView(view: View, options: ViewOptions, context: ViewContext): Element {
  const lacking = missingPart(view, options, context.data);
  if (lacking === undefined) return view.render(options, context);
  return elementsOf(context.document)("p", { class: "empty" }, [lacking]);
}

function missingPart(view: View, options: ViewOptions, data: PageData): string | undefined {
  const named = Object.entries(view.options).flatMap(([name, { type }]) =>
    type === "dimension" ? [options[name] ?? ""] : [],
  );
  const absent = named.find((name) => name !== "none" && !data.report.dimensions.includes(name));
  if (absent !== undefined) return `The items of this workspace have no ${absent}.`;
  if (options["stage"] === "human" && !data.report.stages.includes("human")) {
    return "This needs decisions of people (table review_event, stage human), which this workspace does not have.";
  }
  if (options["stage"] === "auto" && !data.report.stages.includes("auto")) {
    return "This needs releases of a package (packages in workspace.yaml), which this workspace does not have.";
  }
  return undefined;
}
