/** Steps of the review chain; a stage is scored only by one that can know better. */
export const stages = ["auto", "human", "qa", "ata", "dispute", "appeal", "gold"] as const;

export type Stage = (typeof stages)[number];
