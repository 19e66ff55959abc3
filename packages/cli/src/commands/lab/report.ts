import { spawn } from "node:child_process";
import path from "node:path";
import { reportCsv } from "@colloquy/report";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { writeWholeFile } from "../../file/write-whole-file.ts";
import { findExperiment } from "../../lab/find-experiment.ts";
import { writeReport } from "../../lab/report-file.ts";
import { analysedExperiment, resultJson } from "../../lab/show-result.ts";
import { printJson } from "../../render/print-json.ts";

/** An experiment's report as a file. */
export const labReport: Command = {
  name: "lab report",
  summary: "Writes an experiment's report: one HTML file that needs nothing else.",
  arguments: "[experiment]",
  options: [
    { flags: "-O, --output <file>", about: "where it goes; among the data unless given" },
    { flags: "--open", about: "open it in the browser" },
    { flags: "--csv <file>", about: "also every sample as CSV, a row each" },
    { flags: "--json", about: "one JSON object, with the report's path" },
  ],
  examples: [
    "colloquy lab report last --open",
    "colloquy lab report haiku -O haiku.html --csv haiku.csv",
  ],
  async run(context, input) {
    const { id } = await findExperiment(context, input.words[0]);
    const found = await analysedExperiment(context, id);
    const report = await writeReport(context, found, input.text("output"));
    const csv = input.text("csv");
    if (csv !== undefined)
      await writeWholeFile(
        path.resolve(context.cwd, csv),
        new TextEncoder().encode(reportCsv({ data: found.data })),
      );
    if (input.flag("json"))
      printJson(context.screen, await resultJson(found, { report, csv: csv ?? null }));
    else context.screen.print(`${report}\n`);
    if (input.flag("open")) openInBrowser(context, report);
    return exitCode.done;
  },
};

/** Hands the file to the platform's opener, which goes its own way. */
function openInBrowser({ screen }: CommandContext, file: string): void {
  const [command, words]: [string, string[]] =
    process.platform === "darwin"
      ? ["open", [file]]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", "", file]]
        : ["xdg-open", [file]];
  const child = spawn(command, words, { detached: true, stdio: "ignore" });
  child.once("error", () => screen.say(`cannot open a browser here (${command}); open ${file}`));
  child.unref();
}
