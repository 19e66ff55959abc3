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
  const file =
    named === undefined
      ? path.join(paths.data, "reports", `${fileName(name) ?? id}.html`)
      : path.resolve(cwd, named);
  if (named === undefined) await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeWholeFile(file, new TextEncoder().encode(reportHtml(input)));
  return file;
}

const fileName = (name: string | null): string | undefined =>
  name?.replaceAll(/[^\p{L}\p{N}._-]/gu, "_").replace(/^\.+/, "_");
