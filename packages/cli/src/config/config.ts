import type { EnvironmentVariables } from "../environment-variables.ts";
import { readConfigFile, type ConfigFile } from "./config-file.ts";
import { checkSetting, readSettingText } from "./read-setting.ts";
import { flagOf, settings, variableOf, type SettingName, type SettingValues } from "./settings.ts";

export type SettingSource = "flag" | "variable" | "file" | "default";

/** A setting's value with the place that won: flag > variable > file > default. */
export interface ResolvedSetting {
  name: SettingName;
  value: SettingValues[SettingName];
  source: SettingSource;
  /** The flag, the variable or the file by name. */
  origin: string;
}

/** The configuration of one command. Values are read, and refused, only when they are asked for. */
export interface Config {
  get<Name extends SettingName>(name: Name): SettingValues[Name];
  resolve(name: SettingName): ResolvedSetting;
  readonly file: ConfigFile;
  readonly path: string;
}

/** Text or switch that a flag gave, by setting; absent when it was not given. */
export type SettingFlags = Partial<Readonly<Record<SettingName, string | boolean>>>;

interface ConfigSources {
  path: string;
  env: EnvironmentVariables;
  flags?: SettingFlags;
}

/** Wires the sources of settings together; the file is read once, when first needed. */
export function createConfig({ path, env, flags = {} }: ConfigSources): Config {
  let file: ConfigFile | undefined;
  const config: Config = {
    path,
    get file() {
      return (file ??= readConfigFile(path));
    },
    get: (name) => config.resolve(name).value as SettingValues[typeof name],
    resolve(name) {
      const flag = flags[name];
      if (flag !== undefined) {
        const origin = flagOf(name);
        const value =
          typeof flag === "string"
            ? readSettingText(name, flag, origin)
            : checkSetting(name, flag, origin);
        return { name, value, source: "flag", origin };
      }
      const variable = variableOf(name);
      const text = env[variable];
      if (text)
        return {
          name,
          value: readSettingText(name, text, variable),
          source: "variable",
          origin: variable,
        };
      const stored = config.file.settings[name];
      if (stored !== undefined)
        return { name, value: checkSetting(name, stored, path), source: "file", origin: path };
      return { name, value: settings[name].default, source: "default", origin: "default" };
    },
  };
  return config;
}
