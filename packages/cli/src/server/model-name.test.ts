import { describe, expect, it } from "vitest";
import { readModelName } from "./model-name.ts";

const servers = ["openrouter", "openai", "ollama", "box"];

describe("readModelName", () => {
  it.each([
    ["smollm2-135m", { where: "inside", embedded: "smollm2-135m" }],
    ["./models/a.gguf", { where: "file", file: "./models/a.gguf" }],
    ["C:\\models\\a.GGUF", { where: "file", file: "C:\\models\\a.GGUF" }],
    ["ollama:a.gguf", { where: "file", file: "ollama:a.gguf" }],
    ["hf:user/repo/a.gguf", { where: "hub", address: "hf:user/repo/a.gguf" }],
    ["author/slug", { where: "server", server: "openrouter", model: "author/slug" }],
    ["author/slug:free", { where: "server", server: "openrouter", model: "author/slug:free" }],
    ["openai:gpt-x", { where: "server", server: "openai", model: "gpt-x" }],
    ["ollama:llama3:8b", { where: "server", server: "ollama", model: "llama3:8b" }],
    ["box:author/slug", { where: "server", server: "box", model: "author/slug" }],
  ])("%s", (name, place) => {
    expect(readModelName(name, servers)).toEqual(place);
  });

  it.each([
    ["smollm-135m", /did you mean smollm2-135m\?/],
    ["olama:llama3", /did you mean ollama:llama3\?/],
    ["ollama:", /it names a server and no model; did you mean ollama:MODEL\?/],
    ["gpt", /no such model$/],
    ["smollm2", /did you mean smollm2-135m\?/],
    ["hf:user/repo", /an hf: address ends in \.gguf$/],
    ["bax:author/slug", /no server "bax"; did you mean box:author\/slug\?/],
    ["nowhere:author/slug:free", /no server "nowhere"$/],
  ])("refuses %s", (name, words) => {
    expect(() => readModelName(name, servers)).toThrow(words);
  });
});
