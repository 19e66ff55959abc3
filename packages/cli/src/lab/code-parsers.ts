import { execFile } from "node:child_process";
import { stripTypeScriptTypes } from "node:module";
import type { CodeLanguage, MetricTools } from "@colloquy/core";
import { runWithInput } from "./run-with-input.ts";

const CHECK_PYTHON = "import ast, sys; ast.parse(sys.stdin.read())";

/** Parsers for those languages that can be read on this machine: JavaScript and TypeScript always, Python where it is installed. */
export async function codeParsers(
  wanted: readonly CodeLanguage[],
): Promise<Pick<MetricTools, "parses" | "languages">> {
  if (wanted.length === 0) return {};
  const python = wanted.includes("python") ? await pythonCommand() : undefined;
  const { parse } = await import("acorn");
  const isJavaScript = (text: string): boolean =>
    ["module", "script"].some((sourceType) => {
      try {
        parse(text, {
          ecmaVersion: "latest",
          sourceType: sourceType === "module" ? "module" : "script",
          allowHashBang: true,
        });
        return true;
      } catch {
        return false;
      }
    });
  return {
    languages: ["js", "ts", ...(python === undefined ? [] : (["python"] as const))],
    async parses(language, text) {
      switch (language) {
        case "js":
          return isJavaScript(text);
        case "ts":
          return isTypeScript(text);
        case "python":
          return (
            python !== undefined &&
            (await runWithInput(python, ["-I", "-c", CHECK_PYTHON], text)) === 0
          );
      }
    },
  };
}

function isTypeScript(text: string): boolean {
  try {
    withoutWarning(() => stripTypeScriptTypes(text, { mode: "transform" }));
    return true;
  } catch {
    return false;
  }
}

/** Node warns once that stripping types is experimental, which says nothing to the reader of a table. */
function withoutWarning(run: () => void): void {
  const emit = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    run();
  } finally {
    process.emitWarning = emit;
  }
}

async function pythonCommand(): Promise<string | undefined> {
  for (const name of ["python3", "python"]) {
    const works = await new Promise<boolean>((resolve) => {
      execFile(name, ["-I", "-c", CHECK_PYTHON.replace("sys.stdin.read()", "''")], (error) =>
        resolve(error === null),
      );
    });
    if (works) return name;
  }
  return undefined;
}
