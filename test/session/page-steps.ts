/** One thing to do on a page of the guide, in its order. */
export type PageStep =
  /** What OpenRouter does from here on. */
  | { type: "meet"; scenario: string }
  | { type: "file"; name: string; text: string }
  | {
      type: "command";
      line: string;
      /** Where it stands in the page, from 1. */
      at: number;
      exit_code: number;
      /** Lines its output must have, in order. */
      promised: readonly string[];
    };

const FENCE = /^```(\S*)\s*(\S*)$/;

/**
 * What a page of the guide has to do: each line of a `sh` block is a command; in a `console` block the lines
 * that begin with `$ ` are, and what follows is what they print (`…` is anything). `# exits 2` ends a line
 * that fails. A block with a file's name after its language is that file. `<!-- upstream: NAME -->`
 * chooses what the practice server does.
 */
export function pageSteps(page: string): readonly PageStep[] {
  const steps: PageStep[] = [];
  const lines = page.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const scenario = /^<!-- upstream: (\S+) -->$/.exec(line)?.[1];
    if (scenario) steps.push({ type: "meet", scenario });
    const fence = FENCE.exec(line);
    if (!fence) continue;
    const [, language = "", name = ""] = fence;
    const end = lines.indexOf("```", index + 1);
    const inside = lines.slice(index + 1, end);
    if (language === "sh") steps.push(...plainCommands(inside, index + 2));
    else if (language === "console") steps.push(...shownCommands(inside, index + 2));
    else if (name) steps.push({ type: "file", name, text: `${inside.join("\n")}\n` });
    index = end;
  }
  return steps;
}

function plainCommands(lines: readonly string[], at: number): PageStep[] {
  return joined(lines, at)
    .filter(({ line }) => line.trim() !== "" && !line.trim().startsWith("#"))
    .map(({ line, at: place }) => command(line, { at: place, promised: [] }));
}

function shownCommands(lines: readonly string[], at: number): PageStep[] {
  const steps: PageStep[] = [];
  let open: { line: string; at: number; promised: string[] } | undefined;
  const close = (): void => {
    if (open) steps.push(command(open.line, open));
  };
  for (const { line, at: place } of joined(lines, at)) {
    if (line.startsWith("$ ")) {
      close();
      open = { line: line.slice(2), at: place, promised: [] };
    } else open?.promised.push(line);
  }
  close();
  return steps;
}

function command(
  line: string,
  { at, promised }: { at: number; promised: readonly string[] },
): PageStep {
  const exit = /\s#\s*exits (\d+)\s*$/.exec(line)?.[1];
  return { type: "command", line, at, exit_code: Number(exit ?? 0), promised };
}

/** Lines that end with a backslash go on in the next. */
function joined(lines: readonly string[], at: number): { line: string; at: number }[] {
  const whole: { line: string; at: number }[] = [];
  let open: { line: string; at: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const so: { line: string; at: number } = open
      ? { ...open, line: `${open.line} ${line.trim()}` }
      : { line, at: at + index };
    open = so.line.endsWith("\\") ? { ...so, line: so.line.slice(0, -1).trimEnd() } : undefined;
    if (!open) whole.push(so);
  }
  return open ? [...whole, open] : whole;
}
