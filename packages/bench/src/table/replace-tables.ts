import type { MeasuredResult } from "../bench-result.ts";
import { markdownTables } from "./markdown-tables.ts";

/**
 * A page with a bench's tables in place of what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 * Nothing outside them changes. Throws unless the page has both markers once, in this order.
 */
export function replaceTables(page: string, result: MeasuredResult): string {
  const open = `<!-- bench:${result.bench} -->`;
  const close = `<!-- /bench:${result.bench} -->`;
  const start = onlyPlaceOf(page, open) + open.length;
  const end = onlyPlaceOf(page, close);
  if (end < start) throw new Error(`${close} stands before ${open}: exchange them`);
  const tables = `<!-- prettier-ignore-start -->\n\n${markdownTables(result)}\n\n<!-- prettier-ignore-end -->`;
  return `${page.slice(0, start)}\n\n${tables}\n\n${page.slice(end)}`;
}

function onlyPlaceOf(page: string, marker: string): number {
  const place = page.indexOf(marker);
  if (place < 0) throw new Error(`the page has no ${marker}: write it where the tables belong`);
  if (page.includes(marker, place + 1)) throw new Error(`the page has ${marker} more than once`);
  return place;
}
