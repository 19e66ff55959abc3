/** What the table says of every mean. */
export const means = {
  interval: "wider of t and studentised bootstrap; the values themselves under 8",
  minimum_n: 8,
  source: "Efron, Tibshirani 1993 §12.5",
} as const;
