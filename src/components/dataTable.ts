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
  const kind = (column: Column<Row>) => (column.numeric ? "number" : undefined);
  return h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": caption ?? "Table" }, [
    h("table", {}, [
      caption === undefined ? undefined : h("caption", {}, [caption]),
      h("thead", {}, [
        h(
          "tr",
          {},
          columns.map((column) =>
            h("th", { scope: "col", class: kind(column), title: column.title }, [column.label]),
          ),
        ),
      ]),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            columns.map((column) => h("td", { class: kind(column) }, [column.cell(row)])),
          ),
        ),
      ),
    ]),
  ]);
}
