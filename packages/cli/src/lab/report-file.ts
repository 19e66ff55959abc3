import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { ReportInput } from "@colloquy/report";
import type { CommandContext } from "../context.ts";
import { writeWholeFile } from "../file/write-whole-file.ts";

/** Writes an experiment's HTML report where the person says, else among the data; gives its path. */
export async function writeReport(
  { paths, cwd }: CommandContext,
  input: ReportInput,
  named?: string,
): Promise<string> {
  const { reportHtml } = await import("@colloquy/report");
  const { id, name } = input.data.experiment;
  const file = named === undefined ? reportPath({ paths }, { id, name }) : path.resolve(cwd, named);
  if (named === undefined) await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeWholeFile(file, new TextEncoder().encode(reportHtml(input)));
  return file;
}

/** Where a report goes that nobody named a place for. */
export function reportPath(
  { paths }: Pick<CommandContext, "paths">,
  { id, name }: { id: string; name: string | null },
): string {
  const stem = name === null ? id : `${fileName(name)}-${id.slice(0, 8)}${id.slice(9, 13)}`;
  return path.join(paths.data, "reports", `${stem}.html`);
}

const fileName = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}._-]/gu, "_").replace(/^\.+/, "_");
