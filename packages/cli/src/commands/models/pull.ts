import path from "node:path";
import { InvalidInputError } from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { placeOf } from "../../models/describe-model.ts";
import { printJson } from "../../render/print-json.ts";
import { progressLine } from "../../render/progress-line.ts";

/** Fetches a model's file. */
export const modelsPull: Command = {
  name: "models pull",
  summary: "Fetches the file of a model that runs here, and checks it. What is here already stays.",
  arguments: "[model]",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy models pull smollm2-135m", "colloquy models pull hf:user/repo/file.gguf"],
  async run(context, input) {
    const [name = "smollm2-135m"] = input.words;
    const model = localName(context, name);
    const { paths, env, signal, screen, streams } = context;
    const { fetchModelFile, hasModelFile } = await import("@colloquy/local");
    const here = await hasModelFile({ model, cacheDir: paths.cache, env });
    const progress = progressLine(streams, screen);
    const onProgress = progress.show;
    const file = await fetchModelFile({
      model,
      cacheDir: paths.cache,
      env,
      signal,
      onProgress,
    }).finally(progress.clear);
    if (input.flag("json"))
      printJson(screen, { name, path: file.path, sha256: file.sha256, fetched: !here });
    else screen.say(`${name} ${here ? "was here already" : "is here"}: ${file.path}`);
    return exitCode.done;
  },
};

function localName(context: CommandContext, name: string): string {
  const place = placeOf(context, name);
  switch (place.where) {
    case "inside":
      return place.embedded;
    case "hub":
      return place.address;
    case "file":
      return path.resolve(context.cwd, place.file);
    case "server":
      throw new InvalidInputError({
        message: `${name} runs at ${place.server}: there is nothing to fetch`,
        code: "not_local",
        remedy: `Ask it: colloquy -m ${name} "…". Only smollm2-135m and hf:…/file.gguf are fetched.`,
        details: { field: "model", given: name },
      });
  }
}
