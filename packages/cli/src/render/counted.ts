/** A number with its noun: "1 answer", "2 answers", "1 summary", "3 summaries". */
export function counted(value: number, one: string, several = `${one}s`): string {
  return `${value} ${value === 1 ? one : several}`;
}
