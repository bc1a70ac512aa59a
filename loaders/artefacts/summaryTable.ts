/** Name that the summaries have in the store's manifest; one a partition of the items. */
export const summaryTable = "summary";
