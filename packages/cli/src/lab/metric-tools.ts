import {
  InvalidInputError,
  type CodeLanguage,
  type MetricRequest,
  type MetricTools,
} from "@colloquy/core";
import { codeParsers } from "./code-parsers.ts";
import { runWithInput } from "./run-with-input.ts";

/** How many commands of a metric run at once. */
const COMMANDS_AT_ONCE = 4;

/** What the metrics asked for need from this machine; nothing is loaded that none of them needs. */
export async function metricTools(metrics: readonly MetricRequest[]): Promise<MetricTools> {
  const needsSchema = metrics.some(({ options }) => options?.["schema"] !== undefined);
  const languages = metrics.flatMap(({ options }) => languageOf(options?.["as"]));
  const needsCommand = metrics.some(({ metric }) => metric === "command_rate");
  return {
    ...(needsSchema && (await schemaTool())),
    ...(await codeParsers(languages)),
    ...(needsCommand && { runCommand: limited(COMMANDS_AT_ONCE) }),
  };
}

function languageOf(as: unknown): readonly CodeLanguage[] {
  return (["js", "ts", "python"] as const).filter((language) => language === as);
}

async function schemaTool(): Promise<Pick<MetricTools, "compileSchema">> {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  return {
    compileSchema(schema) {
      const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
      try {
        if (typeof schema !== "object" || schema === null) throw new TypeError("it is no object");
        const { $schema: _, ...rest } = { $schema: undefined, ...schema };
        const test = ajv.compile(rest);
        return (value) => test(value) === true;
      } catch (cause) {
        throw new InvalidInputError(
          {
            message: `the schema is no JSON schema: ${cause instanceof Error ? cause.message : String(cause)}`,
            code: "invalid_schema",
            remedy: "Correct it; draft 2020-12 is understood, as are most older ones.",
            details: { field: "schema", given: schema, allowed: "a JSON schema" },
          },
          { cause },
        );
      }
    },
  };
}

/** Runs commands, some at once and no more. */
function limited(most: number): NonNullable<MetricTools["runCommand"]> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (command, answer) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await runWithInput(command, null, answer);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
