import { settings, type SettingKind, type SettingSpec } from "./settings.ts";

const types: Readonly<Record<SettingKind, Record<string, unknown>>> = {
  text: { type: "string", minLength: 1 },
  boolean: { type: "boolean" },
  dollars: { type: "number", minimum: 0 },
  seconds: { type: "number", exclusiveMinimum: 0 },
  count: { type: "integer", minimum: 0 },
};

const server = {
  type: "object",
  required: ["base_url"],
  additionalProperties: false,
  properties: {
    base_url: { type: "string", description: "Its address; `/chat/completions` goes after it." },
    key_variable: {
      type: "string",
      description: "Name of the environment variable that holds its key.",
    },
  },
};

const preset = {
  type: "object",
  required: ["parameters"],
  additionalProperties: false,
  properties: {
    description: { type: "string" },
    system: { type: "string", description: "A system prompt that goes with it." },
    parameters: { type: "object", description: "Request parameters by the wire's names." },
  },
};

/** The configuration file as a JSON Schema, from the table of settings. */
export function configSchema(): Record<string, unknown> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Colloquy's configuration",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      ...Object.fromEntries(
        Object.entries(settings).map(([name, spec]) => [name, settingSchema(spec)]),
      ),
      servers: { type: "object", description: "Servers by name.", additionalProperties: server },
      presets: { type: "object", description: "Presets by name.", additionalProperties: preset },
    },
  };
}

function settingSchema({ kind, does, default: usual }: SettingSpec): Record<string, unknown> {
  const { type, ...rest } = types[kind];
  const nullable = usual === null || kind === "dollars";
  return { description: does, type: nullable ? [type, "null"] : type, ...rest, default: usual };
}
