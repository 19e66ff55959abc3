import { InvalidInputError, parameterTable } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { localParameters, readLocalRequest } from "./read-request.ts";

const message = { role: "user" as const, content: "Hi" };
const read = (fields: object) =>
  readLocalRequest(
    { model: "m", messages: [message], ...fields },
    { defaults: {}, vocabularySize: 10 },
  );

describe("readLocalRequest", () => {
  it("honours what the table of parameters says it does", () => {
    const rows = parameterTable.filter(({ honoured_by }) => honoured_by.includes("local"));
    const transport = new Set(["model", "messages", "stream", "stream_options"]);
    const named = rows.map(({ name }) => name).filter((name) => !transport.has(name));
    expect(named.toSorted()).toEqual(localParameters.toSorted());
  });

  it("takes the newer name of max_tokens first", () => {
    expect(read({ max_tokens: 5 }).max_tokens).toBe(5);
    expect(read({ max_tokens: 5, max_completion_tokens: 7 })).toMatchObject({
      max_tokens: 7,
      ignored: ["max_tokens"],
    });
  });

  it("reads one stop string like a list of one", () => {
    expect(read({ stop: "a" }).stop).toEqual(["a"]);
    expect(read({ stop: null }).stop).toEqual([]);
  });

  it("gives alternatives only where logprobs are asked for", () => {
    expect(read({}).top_logprobs).toBeUndefined();
    expect(read({ logprobs: true }).top_logprobs).toBe(0);
    expect(read({ logprobs: true, top_logprobs: 20 }).top_logprobs).toBe(20);
    expect(read({ top_logprobs: 2 })).toMatchObject({ ignored: ["top_logprobs"] });
  });

  it("names keywords of a schema that it cannot enforce", () => {
    const schema = { type: "string", pattern: "^a" };
    const { ignored } = read({ response_format: { type: "json_schema", json_schema: { schema } } });
    expect(ignored).toEqual(["response_format #/pattern"]);
  });

  it.each([
    { messages: [] },
    { max_tokens: 0 },
    { logprobs: 1 },
    { top_logprobs: 21 },
    { stop: 3 },
  ])("refuses %j", (fields) => {
    expect(() => read(fields)).toThrow(InvalidInputError);
  });
});
