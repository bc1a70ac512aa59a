/** Kinds of feedback and what they are counted over; `negative` is hides and reports together. */
export const feedbackKinds = {
  negative: "impressions",
  hide: "impressions",
  report: "impressions",
  complaint: "conversions",
  refund: "conversions",
  chargeback: "conversions",
} as const;

export type FeedbackKind = keyof typeof feedbackKinds;
