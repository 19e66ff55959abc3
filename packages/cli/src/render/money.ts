/** US dollars for people: enough digits to tell small sums apart. Null is "unknown", never 0. */
export function money(dollars: number | null): string {
  if (dollars === null) return "cost unknown";
  if (dollars === 0) return "$0";
  if (dollars < 1e-7) return "under $0.0000001";
  if (dollars >= 1) return `$${dollars.toFixed(2)}`;
  const digits = Math.max(2, 2 - Math.floor(Math.log10(dollars)));
  return `$${dollars.toFixed(digits).replace(/(\.\d\d\d*?)0+$/, "$1")}`;
}
