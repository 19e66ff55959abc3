import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { columns } from "../../render/columns.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";
import { shortId } from "../../render/short-id.ts";
import { when } from "../../render/when.ts";

/** Experiments, newest first. */
export const labList: Command = {
  name: "lab list",
  summary: "Lists experiments, newest first.",
  options: [
    { flags: "-n, --limit <count>", about: "how many (20)" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy lab list", "colloquy lab list -n 100 --json"],
  async run({ store, screen }, input) {
    const { experiments } = await store();
    const found = await experiments.list({ limit: input.count("limit") ?? 20 });
    if (input.flag("json")) printJson(screen, { experiments: found });
    else if (found.length === 0)
      screen.say('no experiment yet; begin: colloquy lab run "…" --sweep temperature=0,.7,1.5');
    else
      for (const line of columns(
        [
          { title: "id" },
          { title: "name" },
          { title: "when" },
          { title: "cells", align: "right" },
          { title: "samples", align: "right" },
          { title: "question" },
        ],
        found.map(({ id, name, created_at, cells, planned, finished, failed, question }) => [
          shortId(id),
          sanitise(name ?? ""),
          when(created_at),
          String(cells),
          `${finished === planned ? planned : `${finished} of ${planned}`}${failed > 0 ? `, ${failed} failed` : ""}`,
          sanitise(question).slice(0, 70),
        ]),
      ))
        screen.print(`${line}\n`);
    return exitCode.done;
  },
};
