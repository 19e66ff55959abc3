import { stat } from "node:fs/promises";
import path from "node:path";
import type { CommandContext } from "../context.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { placeOf } from "../models/describe-model.ts";
import { megabytes } from "./check-places.ts";
import { broken, ok, warning, type Check } from "./check.ts";

/** The model asked by default, and the engine and file of the one inside. */
export async function checkModels(context: CommandContext): Promise<readonly Check[]> {
  return [checkDefault(context), await checkEngine(), ...(await checkFile(context))];
}

function checkDefault(context: CommandContext): Check {
  const name = "default model";
  try {
    const { value, origin } = context.config.resolve("model");
    const place = placeOf(context, String(value));
    const where = place.where === "server" ? `at ${place.server}` : "runs here, costs nothing";
    return ok(name, `${String(value)} (from ${origin}; ${where})`);
  } catch (error) {
    const { message, remedy } = toErrorRecord(error);
    return broken(name, message, remedy ?? "colloquy models default smollm2-135m");
  }
}

async function checkEngine(): Promise<Check> {
  const name = "engine inside";
  try {
    const { engineVersion } = await import("@colloquy/local");
    return ok(name, `node-llama-cpp ${await engineVersion()}`);
  } catch (error) {
    const { message, remedy } = toErrorRecord(error);
    // Models at servers can be asked all the same.
    return warning(name, message, remedy ?? "Run npm install again.");
  }
}

async function checkFile({ paths, env }: CommandContext): Promise<readonly Check[]> {
  const { embeddedModels, hasModelFile } = await import("@colloquy/local");
  return Promise.all(
    embeddedModels.map(async ({ name, file, size }): Promise<Check> => {
      const place = path.join(paths.modelsFolder, file);
      const title = `model ${name}`;
      if (await hasModelFile({ model: name, cacheDir: paths.cache, env }))
        return ok(title, `${place} (${megabytes(size)}; checked when it is loaded)`);
      const part = await stat(place).catch(() => undefined);
      return part
        ? warning(
            title,
            `${place} is ${part.size} bytes instead of ${size}`,
            `It is fetched again by itself, or now: colloquy models pull ${name}`,
          )
        : ok(title, `not fetched yet: ${megabytes(size)}, when first asked`);
    }),
  );
}
