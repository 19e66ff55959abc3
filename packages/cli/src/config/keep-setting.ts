import type { CommandContext } from "../context.ts";
import { changeConfigFile } from "./change-config-file.ts";
import { variableOf, type SettingName } from "./settings.ts";

/** Keeps a setting in the file, or takes it out (no value). Resolves with the variable that wins over it, if any. */
export async function keepSetting(
  { paths, env }: Pick<CommandContext, "paths" | "env">,
  { name, value }: { name: SettingName; value?: unknown },
): Promise<string | null> {
  await changeConfigFile(paths.configFile, ({ [name]: _old, ...rest }) =>
    value === undefined ? rest : { ...rest, [name]: value },
  );
  const variable = variableOf(name);
  return env[variable] ? variable : null;
}
