import type { Streams } from "../streams.ts";
import type { EnvironmentVariables } from "../environment-variables.ts";
import { foldLine } from "./fold-line.ts";

/** Writes to the two output streams; no control codes but on a terminal that wants them. */
export interface Screen {
  /** To stdout, as it is. */
  print: (text: string) => void;
  /** A line to stdout, folded on a terminal that is too narrow for it. */
  line: (line: string) => void;
  /** A line to stderr. */
  say: (line: string) => void;
  /** Styles for stderr; plain text when it is no terminal, or with NO_COLOR. */
  readonly err: Styles;
  /** The same for stdout. */
  readonly out: Styles;
}

export interface Styles {
  dim: (text: string) => string;
  bold: (text: string) => string;
  red: (text: string) => string;
  green: (text: string) => string;
  yellow: (text: string) => string;
  cyan: (text: string) => string;
}

export function createScreen(streams: Streams, env: EnvironmentVariables): Screen {
  const { stdout } = streams;
  return {
    print: (text) => void stdout.write(text),
    line(line) {
      const isNarrow = stdout.isTTY === true && stdout.columns !== undefined && stdout.columns > 0;
      stdout.write(`${isNarrow ? foldLine(line, stdout.columns) : line}\n`);
    },
    say: (line) => void streams.stderr.write(`${line}\n`),
    err: styles(wantsColour(streams.stderr, env)),
    out: styles(wantsColour(streams.stdout, env)),
  };
}

function wantsColour(stream: { readonly isTTY?: boolean }, env: EnvironmentVariables): boolean {
  return stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}

function styles(on: boolean): Styles {
  const style = (open: number, close: number) => (text: string) =>
    on ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    dim: style(2, 22),
    bold: style(1, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}
