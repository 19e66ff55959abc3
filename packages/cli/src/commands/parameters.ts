import {
  describeValue,
  InvalidInputError,
  nearestParameter,
  parameterExplanation,
  parameterSpec,
  parameterTable,
  type ParameterSpec,
} from "@colloquy/core";
import type { Command } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { exitCode } from "../exit-code.ts";
import { describeModel } from "../models/describe-model.ts";
import { printJson } from "../render/print-json.ts";

/** The table of parameters, or one row of it. */
export const parameters: Command = {
  name: "parameters",
  summary: "Lists what can be set with -o, or explains one.",
  arguments: "[name]",
  options: [
    { flags: "-m, --model <model>", about: "only those this model is known to take" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: [
    "colloquy parameters",
    "colloquy parameters temperature",
    "colloquy parameters -m smollm2-135m",
  ],
  async run(context, input) {
    const [name] = input.words;
    const model = input.text("model");
    const json = input.flag("json");
    if (name !== undefined) showOne(context, findParameter(name), json);
    else if (json) printJson(context.screen, { parameters: await listed(context, model) });
    else showAll(context, await listed(context, model));
    return exitCode.done;
  },
};

function findParameter(name: string): ParameterSpec {
  const spec = parameterSpec(name.toLowerCase());
  if (spec) return spec;
  const nearest = nearestParameter(name);
  throw new InvalidInputError({
    message: `no parameter ${JSON.stringify(name)}${nearest ? `; did you mean ${nearest}?` : ""}`,
    code: "unknown_parameter",
    remedy: "`colloquy parameters` lists them all.",
    details: { field: "name", given: name, ...(nearest && { nearest }) },
  });
}

async function listed(
  context: CommandContext,
  model: string | undefined,
): Promise<readonly ParameterSpec[]> {
  if (model === undefined) return parameterTable;
  const { dated } = await describeModel(context, model);
  const supported = dated.model.supported_parameters;
  if (supported) return parameterTable.filter(({ name }) => supported.includes(name));
  throw new InvalidInputError({
    message: `${model}: its server does not say which parameters it takes`,
    code: "not_told",
    remedy: "`colloquy parameters` lists all there are; try one and see.",
    details: { field: "model", given: model },
  });
}

function showOne({ screen }: CommandContext, spec: ParameterSpec, json: boolean): void {
  if (json) return printJson(screen, spec);
  for (const line of parameterExplanation(spec)) screen.line(line);
}

function showAll({ screen }: CommandContext, specs: readonly ParameterSpec[]): void {
  const width = Math.max(0, ...specs.map(({ name }) => name.length));
  let group = "";
  for (const spec of specs) {
    if (spec.group !== group) screen.print(`${group ? "\n" : ""}${screen.out.bold(spec.group)}\n`);
    ({ group } = spec);
    const value = spec.instead ? `set with ${spec.instead}` : describeValue(spec);
    screen.line(`  ${screen.out.cyan(spec.name.padEnd(width))}  ${spec.does}`);
    screen.line(`  ${"".padEnd(width)}  ${screen.out.dim(value)}`);
  }
  screen.say(screen.err.dim("one of them at length: colloquy parameters NAME"));
}
