import { stat } from "node:fs/promises";
import type { CommandContext } from "../context.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { placeOf } from "../models/describe-model.ts";
import { describeAccess } from "../server/describe-access.ts";
import { allServers } from "../server/known-servers.ts";
import { broken, ok, warning, type Check } from "./check.ts";

/** Keys: where each comes from, and whether the file of those kept is its owner's alone. */
export async function checkKeys(context: CommandContext): Promise<readonly Check[]> {
  try {
    const servers = allServers(context.config.file)
      .filter(({ key_variables }) => key_variables.length > 0)
      .map(({ name }) => keyCheck(context, name));
    return [...servers, ...(await fileCheck(context.paths.keysFile))];
  } catch (error) {
    const { message, remedy } = toErrorRecord(error);
    return [broken("keys", message, remedy ?? "Correct or remove the keys file.")];
  }
}

function keyCheck(context: CommandContext, name: string): Check {
  const access = context.access(name);
  const { key, key_origin, key_variables, base_url, url_origin } = describeAccess(access);
  const title = `key for ${name}`;
  const at = url_origin ? ` (address from ${url_origin}: ${base_url})` : "";
  if (key === "set") return ok(title, `from ${key_origin}${at}`);
  if (key === "not needed") return ok(title, `none, and none is needed${at}`);
  // Only a server that would be asked by default is missed.
  const needed = defaultServer(context) === name;
  const remedy = `Set ${key_variables[0]}, or: colloquy keys set ${name}`;
  return needed
    ? broken(title, "missing, and the default model needs it", remedy)
    : ok(title, "none");
}

function defaultServer(context: CommandContext): string | undefined {
  try {
    const place = placeOf(context, context.config.get("model"));
    return place.where === "server" ? place.server : undefined;
  } catch {
    return undefined;
  }
}

async function fileCheck(file: string): Promise<readonly Check[]> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return [];
  const mode = found.mode & 0o777;
  if (process.platform === "win32" || (mode & 0o077) === 0) return [ok("keys file", file)];
  const rights = mode.toString(8).padStart(4, "0");
  return [warning("keys file", `${file} can be read by others (${rights})`, `chmod 600 ${file}`)];
}
