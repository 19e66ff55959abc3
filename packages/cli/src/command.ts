import type { CommandContext } from "./context.ts";
import type { CommandInput } from "./parse/command-input.ts";
import type { ExitCode } from "./exit-code.ts";
import type { SettingName } from "./config/settings.ts";

/** One flag of a command, in the words its help shows. */
export interface OptionSpec {
  /** `-m, --model <model>`; `--no-stream` for one that is on unless it is turned off. */
  flags: string;
  about: string;
  /** May be given more than once; read it with `input.list`. */
  repeat?: boolean;
  /** The setting this flag overrides: flag > variable > file > default. */
  setting?: SettingName;
}

/**
 * A command, or a part of one (`log show`). Its file exports one of these and is loaded only when it is
 * called, so that `--help` and other commands do not pay for it.
 */
export interface Command {
  /** What stands after `colloquy` in its usage line, arguments apart: `ask`, `log show`. */
  name: string;
  summary: string;
  /** `<method> <path>`, `[name]`, `[text...]`; read with `input.words`. */
  arguments?: string;
  options?: readonly OptionSpec[];
  /** Lines of examples for its help, each a command that runs. */
  examples?: readonly string[];
  subcommands?: readonly CommandEntry[];
  /** The subcommand meant when none is named. */
  fallback?: string;
  /** Missing on a command that only has subcommands. */
  run?(context: CommandContext, input: CommandInput): Promise<ExitCode>;
}

/** A command as listed: enough for help and for finding it, with the way to load the rest. */
export interface CommandEntry {
  name: string;
  aliases?: readonly string[];
  summary: string;
  load: () => Promise<Command>;
}
