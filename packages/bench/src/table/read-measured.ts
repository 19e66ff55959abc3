import type { MeasuredResult } from "../bench-result.ts";

const needed = ["bench", "machine", "date", "command", "rows", "bars"] as const;

/** What a bench printed with `--json`. `where` names the text in errors. Throws on anything else. */
export function readMeasured(text: string, where: string): MeasuredResult {
  const result = parsed(text, where);
  const missing = needed.filter((key) => result[key] === undefined);
  if (missing.length > 0)
    throw new Error(
      `${where} has no ${missing.join(", no ")}: give what \`npm run --silent bench -- NAME --json\` prints`,
    );
  return result as MeasuredResult;
}

function parsed(text: string, where: string): Partial<MeasuredResult> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch (error) {
    throw new Error(`${where} is not JSON: ${String(error)}`, { cause: error });
  }
  throw new Error(`${where} is JSON, and no bench's result`);
}
