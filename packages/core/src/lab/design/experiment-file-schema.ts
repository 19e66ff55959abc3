import { metricTable } from "../metrics/metric-table.ts";

const text = { type: "string" } as const;
const whole = { type: "integer", minimum: 1 } as const;
const parameters = {
  type: "object",
  description: 'Parameter → value, in the words of the wire; null or "unset" sends none.',
} as const;
const check = {
  type: "string",
  pattern: "^\\s*[\\w.-]+\\s*(>=|<=)\\s*[-+.\\de]+\\s*%?\\s*$",
} as const;

/** JSON schema (draft 2020-12) of an experiment file, YAML or JSON. */
export const experimentFileSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Colloquy experiment",
  type: "object",
  additionalProperties: false,
  required: ["version", "prompts", "metrics"],
  properties: {
    version: { const: 1 },
    name: text,
    question: text,
    system: { ...text, description: "System prompt of every prompt given as a text." },
    prompts: {
      type: "array",
      minItems: 1,
      items: {
        anyOf: [
          text,
          {
            type: "object",
            additionalProperties: false,
            properties: {
              prompt: text,
              messages: { type: "array", minItems: 1, items: { type: "object" } },
              label: text,
              expected: { type: ["string", "number"] },
            },
          },
        ],
      },
    },
    models: { type: "array", items: text, minItems: 1 },
    parameters,
    sweep: {
      type: "object",
      description: "Parameter → list of values; every combination is a cell.",
      additionalProperties: { type: "array", minItems: 1 },
    },
    cells: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["parameters"],
        properties: { label: text, parameters },
      },
    },
    presets: { type: "array", items: text },
    baseline: {
      ...text,
      description: 'A cell\'s label, or "first"; the present settings otherwise.',
    },
    samples: { ...whole, description: "Samples for each prompt and cell.", default: 16 },
    seed: { type: "integer" },
    metrics: {
      type: "array",
      minItems: 1,
      items: {
        anyOf: [
          { ...text, description: "NAME or NAME=VALUE" },
          {
            type: "object",
            required: ["metric"],
            properties: { metric: { enum: metricTable.map(({ name }) => name) }, name: text },
          },
        ],
      },
    },
    goal: { type: "string", pattern: ":(max|min)$" },
    margin: { anyOf: [{ type: "number" }, { type: "object" }] },
    checks: { type: "array", items: check },
    looks: { type: "integer", minimum: 1, maximum: 5 },
    race: {
      type: "object",
      additionalProperties: false,
      required: ["budget"],
      properties: {
        budget: whole,
        constraints: { type: "array", items: check },
        confirmation_samples: whole,
      },
    },
  },
} as const;
