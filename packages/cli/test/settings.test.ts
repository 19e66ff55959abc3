import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 as Ajv } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Session } from "../../../test/session/session.ts";
import { configSchema } from "../src/config/config-schema.ts";

let session: Session;
beforeEach(async () => {
  session = await Session.open();
});
afterEach(() => session.close());

const home = (file: string): string =>
  path.join(session.variables.get("COLLOQUY_HOME") ?? "", file);
const kept = (): Record<string, unknown> => JSON.parse(readFileSync(home("config.json"), "utf8"));
const mode = (file: string): number => statSync(home(file)).mode & 0o777;
const say = (line: string, stdin?: string) =>
  session.run(line, stdin === undefined ? {} : { stdin });

describe("colloquy config", () => {
  it("keeps, shows and forgets a setting", async () => {
    expect((await say("colloquy config set max-cost-per-turn 0.01")).exit_code).toBe(0);
    expect(kept()).toEqual({ max_cost_per_turn: 0.01 });
    expect(mode("config.json")).toBe(0o600);
    const got = await say("colloquy config get max_cost_per_turn");
    expect(got.stdout).toBe("0.01\n");
    expect(got.stderr).toContain("config.json");
    await say("export COLLOQUY_MAX_COST_PER_TURN=0.5");
    const set = await say("colloquy config set max_cost_per_turn null");
    expect(set.stderr).toContain("COLLOQUY_MAX_COST_PER_TURN is set and wins over it");
    const listed = JSON.parse((await say("colloquy config --json")).stdout);
    expect(listed.settings).toContainEqual(
      expect.objectContaining({ name: "max_cost_per_turn", value: 0.5, source: "variable" }),
    );
    await say("colloquy config unset max_cost_per_turn");
    expect(kept()).toEqual({});
  });

  it("refuses what is no setting or no value, and changes nothing", async () => {
    const unknown = await say("colloquy config set max_cost 1");
    expect(unknown.exit_code).toBe(2);
    expect(unknown.stderr).toContain("did you mean max_cost_per_turn?");
    const wrong = await say("colloquy config set stream maybe");
    expect(wrong.stderr).toContain('stream is "maybe"');
    const model = await say("colloquy config set model nope");
    expect(model.stderr).toContain('model "nope": no such model');
    expect(existsSync(home("config.json"))).toBe(false);
  });

  it("leaves a file alone that is no JSON", async () => {
    await say("colloquy config set stream false");
    writeFileSync(home("config.json"), '{"stream": false,}');
    const { exit_code, stderr } = await say("colloquy config set stream true");
    expect(exit_code).toBe(2);
    expect(stderr).toMatch(/line 1, column 18/);
    expect(readFileSync(home("config.json"), "utf8")).toBe('{"stream": false,}');
  });

  it("prints a schema that takes what the commands write, and nothing misspelt", async () => {
    await say("colloquy config set system 'Be brief.'");
    await say("colloquy servers add box http://localhost:9/v1 --key-name BOX_KEY");
    await say("colloquy presets save brief -o max_tokens 80 -s 'One sentence.'");
    const schema = JSON.parse((await say("colloquy config schema")).stdout);
    expect(schema).toEqual(configSchema());
    const published = path.join(import.meta.dirname, "../config.schema.json");
    expect(JSON.parse(readFileSync(published, "utf8"))).toEqual(schema);
    const validate = new Ajv().compile(schema);
    expect(validate(kept())).toBe(true);
    expect(validate({ sytem: "x" })).toBe(false);
    expect(validate({ retries: 1.5 })).toBe(false);
  });
});

describe("colloquy keys", () => {
  const key = "sk-or-v1-99999999999999999999999999999999";

  it("keeps a key for its owner alone and never shows it", async () => {
    await say("unset OPENROUTER_API_KEY");
    const outputs = [
      await say("colloquy keys set", `${key}\n`),
      await say("colloquy keys"),
      await say("colloquy keys --json"),
      await say("colloquy doctor"),
      await say("colloquy servers --json"),
      await say("colloquy config"),
    ];
    for (const { stdout, stderr, exit_code } of outputs) {
      expect(exit_code).toBe(0);
      expect(stdout + stderr).not.toContain(key);
    }
    expect(mode("keys.json")).toBe(0o600);
    expect((await say("colloquy keys path")).stdout).toContain("keys.json");
    await say("colloquy api GET /key");
    expect(session.upstream.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
    await say("colloquy keys remove openrouter");
    await say("colloquy api GET /key");
    expect(session.upstream.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it("never repeats a key that stands where none belongs", async () => {
    const key = "sk-or-v1-0123456789abcdef";
    for (const line of [`colloquy keys set openrouter ${key} x`, `colloquy --key=${key} hi`]) {
      const ran = await session.run(`${line} --json`);
      expect(ran.exit_code).toBe(2);
      expect(ran.stdout + ran.stderr).not.toContain("0123456789");
    }
    const odd = await session.run("colloquy keys set openrouter correct-horse-battery");
    expect(odd.stderr).toMatch(/Expected 1 argument but got 2\.\n/);
  });

  it("refuses what is no key, and a server nobody knows", async () => {
    for (const text of ["", "two words of text", "k\u00e9y-with-accents"]) {
      const { exit_code, stderr } = await say("colloquy keys set openai", text);
      expect(exit_code).toBe(2);
      if (text) expect(stderr).not.toContain(text);
    }
    expect((await say("colloquy keys set opnai", key)).stderr).toContain("did you mean openai?");
    expect(existsSync(home("keys.json"))).toBe(false);
  });

  it("closes a file that others can read", async () => {
    await say("colloquy keys set", key);
    chmodSync(home("keys.json"), 0o644);
    expect((await say("colloquy doctor")).stdout).toContain("can be read by others (0644)");
    await say("colloquy keys set openai", key);
    expect(mode("keys.json")).toBe(0o600);
  });

  it("says that a variable wins", async () => {
    const { stderr } = await say("colloquy keys set", key);
    expect(stderr).toContain("OPENROUTER_API_KEY is set and wins over it");
  });
});

describe("colloquy servers", () => {
  it("adds, lists and removes", async () => {
    await say("colloquy servers add groq https://api.groq.com/openai/v1/ --key-name GROQ_API_KEY");
    const { servers } = JSON.parse((await say("colloquy servers --json")).stdout);
    expect(servers).toContainEqual({
      name: "groq",
      base_url: "https://api.groq.com/openai/v1",
      url_origin: null,
      key: "missing",
      key_origin: null,
      key_variables: ["GROQ_API_KEY"],
    });
    expect((await say("colloquy servers remove grog")).stderr).toContain("did you mean groq?");
    expect((await say("colloquy servers remove groq")).exit_code).toBe(0);
    expect(kept()).toEqual({});
    expect((await say("colloquy servers remove openrouter")).exit_code).toBe(2);
  });

  it.each([
    ["groq ftp://host/v1", "http:// or https://"],
    ["groq https://me:secret-word@host/v1", "holds a user name or password"],
    ["groq https://host/v1?key=x", "after ? or #"],
    ["a:b https://host/v1", "no name for a server"],
    ["groq https://host/v1 --key-name sk-or-v1-12345678", "no name of a variable"],
  ])("refuses %s", async (words, reason) => {
    const { exit_code, stderr } = await say(`colloquy servers add ${words.replace("?", "\\?")}`);
    expect(exit_code).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/secret-word|12345678/);
  });
});

describe("colloquy doctor", () => {
  it("finds a fresh home in order and says what decided each setting", async () => {
    await say("export COLLOQUY_RETRIES=5");
    await say("colloquy config set stream false");
    const { exit_code, stdout } = await say("colloquy doctor");
    expect(exit_code).toBe(0);
    expect(stdout).toMatch(/retries +5 \(from COLLOQUY_RETRIES\)/);
    expect(stdout).toMatch(/stream +false \(from .*config\.json\)/);
    const { ok, checks } = JSON.parse((await say("colloquy doctor --json")).stdout);
    expect(ok).toBe(true);
    for (const name of ["node", "store", "cache", "default model", "key for openrouter"])
      expect(checks).toContainEqual(expect.objectContaining({ name, state: "ok" }));
  });

  it("ends with 1 and a remedy for what is broken", async () => {
    await say("export COLLOQUY_RETRIES=many");
    const variable = await say("colloquy doctor");
    expect(variable.exit_code).toBe(1);
    expect(variable.stdout).toContain('retries is "many" (COLLOQUY_RETRIES)');
    await say("unset COLLOQUY_RETRIES OPENROUTER_API_KEY OPENROUTER_BASE_URL");
    await say("colloquy models default author/slug");
    const key = await say("colloquy doctor");
    expect(key.exit_code).toBe(1);
    expect(key.stdout).toContain("colloquy keys set openrouter");
    writeFileSync(home("config.json"), "{");
    const file = await say("colloquy doctor");
    expect(file.exit_code).toBe(1);
    expect(file.stdout).toMatch(/broken +configuration/);
  });

  it("names a setting in the file that nobody knows", async () => {
    await say("colloquy config set stream false");
    writeFileSync(home("config.json"), '{"sytem": "Be brief."}');
    const { stdout, exit_code } = await say("colloquy doctor");
    expect(exit_code).toBe(0);
    expect(stdout).toContain("Is system meant?");
  });
});
