import type { TermRow } from "../model/artefact.js";
import type { Column } from "./dataTable.js";

/** What each term does with what it hits; no column where all do the same. */
export function actionColumns<Row>(
  rows: readonly Row[],
  termOf: (row: Row) => Pick<TermRow, "action">,
): Column<Row>[] {
  const actionOf = (row: Row): string => termOf(row).action;
  if (new Set(rows.map(actionOf)).size < 2) return [];
  return [{ label: "Action", title: "Terms that watch or flag reject nothing", cell: actionOf }];
}
