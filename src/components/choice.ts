/** One choice of a control; `group` puts it under a heading of the list. */
export type Choice = { readonly value: string; readonly label: string; readonly group?: string };
