import type { Child, ElementMaker } from "./element.js";

/** One column of a table: its heading, how a row fills it, and whether it holds numbers. */
export type Column<Row> = {
  readonly label: string;
  readonly cell: (row: Row) => Child;
  readonly numeric?: boolean;
  /** What the heading means, shown on hover and read out. */
  readonly title?: string;
};

/** A table with a caption; without rows it says `empty` instead. Numbers stand right and in tabular figures. */
export function dataTable<Row>(
  h: ElementMaker,
  rows: readonly Row[],
  options: { columns: readonly Column<Row>[]; caption?: string; empty?: string },
): HTMLElement {
  const { columns, caption, empty = "No rows." } = options;
  if (rows.length === 0) return h("p", { class: "empty" }, [empty]);
  const { frame, body } = tableFrame(h, columns, caption);
  for (const row of rows) body.append(tableRow(h, columns, row));
  return frame;
}

/** A table without rows as yet, in a frame that scrolls, and its parts. */
export function tableFrame<Row>(
  h: ElementMaker,
  columns: readonly Column<Row>[],
  title?: string,
): { readonly frame: HTMLElement; readonly caption: HTMLElement; readonly body: HTMLElement } {
  const caption = h("caption", {}, [title]);
  const headings = columns.map((column) =>
    h("th", { scope: "col", class: kindOf(column), title: column.title }, [column.label]),
  );
  const body = h("tbody");
  const table = h("table", {}, [
    title === undefined ? undefined : caption,
    h("thead", {}, [h("tr", {}, headings)]),
    body,
  ]);
  const about = { tabindex: 0, role: "region", "aria-label": title ?? "Table" };
  return { frame: h("div", { class: "table-scroll", ...about }, [table]), caption, body };
}

export function tableRow<Row>(h: ElementMaker, columns: readonly Column<Row>[], row: Row): HTMLElement {
  const cells = columns.map((column) => h("td", { class: kindOf(column) }, [column.cell(row)]));
  return h("tr", {}, cells);
}

function kindOf<Row>({ numeric }: Column<Row>): string | undefined {
  return numeric ? "number" : undefined;
}
