/** The value with so many digits behind the point. */
export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
