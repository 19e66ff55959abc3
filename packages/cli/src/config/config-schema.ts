import { settings, type SettingKind } from "./settings.ts";

type Schema = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<SettingKind, Schema>> = {
  text: { type: "string", minLength: 1 },
  boolean: { type: "boolean" },
  dollars: { type: ["number", "null"], minimum: 0 },
  seconds: { type: "number", exclusiveMinimum: 0 },
  count: { type: "integer", minimum: 0 },
};

/** The JSON Schema of the configuration file, made from the table of settings. */
export function configSchema(): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Colloquy's configuration file",
    type: "object",
    properties: {
      $schema: { type: "string" },
      ...Object.fromEntries(
        Object.entries(settings).map(([name, spec]) => [name, settingSchema(spec)]),
      ),
      servers: section("Servers by name.", serverSchema),
      presets: section("Presets by name.", presetSchema),
    },
    additionalProperties: false,
  };
}

function settingSchema(spec: {
  kind: SettingKind;
  does: string;
  default: string | number | boolean | null;
}): Schema {
  const schema = KINDS[spec.kind];
  const nullable = spec.default === null && spec.kind === "text";
  return {
    ...schema,
    ...(nullable && { type: ["string", "null"] }),
    description: spec.does,
    default: spec.default,
  };
}

function section(description: string, each: Schema): Schema {
  return { type: "object", description, additionalProperties: each };
}

const serverSchema: Schema = {
  type: "object",
  properties: {
    base_url: { type: "string", description: "Up to and with /v1." },
    key_variable: { type: "string", description: "The variable that holds its key." },
  },
  required: ["base_url"],
  additionalProperties: false,
};

const presetSchema: Schema = {
  type: "object",
  properties: {
    parameters: { type: "object", description: "Parameters by name, as they are sent." },
    system: { type: "string", description: "A system prompt to go with them." },
    description: { type: "string" },
  },
  required: ["parameters"],
  additionalProperties: false,
};
