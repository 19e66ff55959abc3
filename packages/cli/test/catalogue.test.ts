import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parameterTable, presets } from "@colloquy/core";
import { localParameters } from "@colloquy/local";
import { Session } from "../../../test/session/session.ts";

let session: Session;
beforeAll(async () => {
  session = await Session.open();
});
afterAll(() => session.close());

const say = (line: string) => session.run(line);
const json = async (line: string) => JSON.parse((await say(`${line} --json`)).stdout);

describe("colloquy models", () => {
  it("lists what is inside and what a server has, searched and filtered", async () => {
    const names = async (line: string): Promise<string[]> =>
      (await json(line)).models.map(({ name }: { name: string }) => name);
    expect(await names("colloquy models list")).toEqual([
      "smollm2-135m",
      "any/model",
      "parlour/night-porter-24b:free",
      "parlour/reading-room",
      "parlour/dispatcher",
    ]);
    expect(await names("colloquy models --free")).toEqual([
      "smollm2-135m",
      "parlour/night-porter-24b:free",
    ]);
    expect(await names("colloquy models list READING room")).toEqual(["parlour/reading-room"]);
    expect(await names("colloquy models list --takes reasoning")).toEqual(["parlour/reading-room"]);
    expect(await names("colloquy models list --inside")).toEqual(["smollm2-135m"]);
    expect(await names("colloquy models list -n 1")).toHaveLength(1);
  });

  it("lists files fetched from the hub by the name they are asked by", async () => {
    const cache = session.variables.get("COLLOQUY_CACHE") ?? "";
    mkdirSync(path.join(cache, "models", "parlour", "tiny"), { recursive: true });
    writeFileSync(path.join(cache, "models", "parlour", "tiny", "tiny.gguf"), "GGUF");
    const { models } = await json("colloquy models list --inside");
    expect(models.map(({ name }: { name: string }) => name)).toEqual([
      "smollm2-135m",
      "hf:parlour/tiny/tiny.gguf",
    ]);
    rmSync(path.join(cache, "models"), { recursive: true });
  });

  it("asks for the list once a day", async () => {
    const fetched = (): number =>
      session.upstream.requests.filter((request) => request.path.endsWith("/models")).length;
    await say("colloquy models list");
    const before = fetched();
    await say("colloquy models list");
    expect(fetched()).toBe(before);
    await say("colloquy models list --refresh");
    expect(fetched()).toBe(before + 1);
  });

  it("shows price, window, parameters and the day they were fetched", async () => {
    const { stdout } = await say("colloquy models show parlour/reading-room");
    expect(stdout).toMatch(/price in +\$3 a million tokens/);
    expect(stdout).toMatch(/window +1000000 tokens/);
    expect(stdout).toMatch(/as of +\d{4}-\d{2}-\d{2} /);
    const router = await say("colloquy models show parlour/dispatcher");
    expect(router.stdout).toMatch(/price in +unknown/);
    const inside = await json("colloquy models show");
    expect(inside).toMatchObject({ server: "inside", model: { id: "smollm2-135m" } });
    const unknown = await say("colloquy models show parlour/readingroom");
    expect(unknown.exit_code).toBe(2);
    expect(unknown.stderr).toContain("did you mean parlour/reading-room?");
  });

  it("chooses the model asked by default, and says that it may cost", async () => {
    expect((await say("colloquy models default")).stdout).toBe("smollm2-135m\n");
    expect((await say("colloquy models default smolm2-135m")).stderr).toContain(
      "did you mean smollm2-135m?",
    );
    expect((await say("colloquy models default any/model")).stderr).toContain("may cost money");
    expect(await json("colloquy models default")).toMatchObject({ model: "any/model" });
    await say("colloquy config unset model");
  });

  it("fetches nothing for a model that runs elsewhere, and says when a file cannot be had", async () => {
    expect((await say("colloquy models pull any/model")).stderr).toContain("nothing to fetch");
    const none = await say("colloquy models pull ./none.gguf");
    expect(none.exit_code).toBe(1);
    expect(existsSync(path.join(session.folder, "none.gguf"))).toBe(false);
  });
});

describe("colloquy parameters", () => {
  it("lists the table, one row, and those of a model", async () => {
    const { stdout } = await say("colloquy parameters");
    expect(stdout).toMatch(/^ {2}temperature +Divides/m);
    expect((await say("colloquy parameters top_p")).stdout).toMatch(/^Try: colloquy/m);
    const { parameters } = await json("colloquy parameters -m parlour/reading-room");
    expect(parameters.map(({ name }: { name: string }) => name)).toContain("reasoning");
    expect(parameters.map(({ name }: { name: string }) => name)).not.toContain("min_p");
    const near = await say("colloquy parameters temprature");
    expect(near).toMatchObject({ exit_code: 2 });
    expect(near.stderr).toContain("did you mean temperature?");
  });
});

describe("the table of parameters", () => {
  it("says of the model inside what it really honours", () => {
    const honoured = parameterTable
      .filter(({ honoured_by, instead }) => honoured_by.includes("local") && !instead)
      .map(({ name }) => name);
    expect(honoured.toSorted()).toEqual([...localParameters].toSorted());
  });
});

describe("colloquy presets", () => {
  it("shows those that come along", async () => {
    const { presets: listed } = await json("colloquy presets");
    expect(listed).toEqual(presets.map((preset) => ({ ...preset, saved: false })));
    expect((await json("colloquy presets show code")).parameters).toEqual({
      temperature: 0.2,
      max_tokens: 500,
    });
  });

  it("saves one's own, uses it in a turn, and forgets it", async () => {
    await say(
      "colloquy presets save brief -t code -o max_tokens 80 -o temperature=unset -s 'Be brief.'",
    );
    const { parameters } = await json("colloquy -m any/model -t brief -o seed 7 Hello");
    expect(parameters).toEqual({ max_tokens: 80, seed: 7 });
    const sent = JSON.parse(session.upstream.requests.at(-1)?.body ?? "{}");
    expect(sent.messages[0]).toEqual({ role: "system", content: "Be brief." });
    expect((await say("colloquy presets delete brief")).exit_code).toBe(0);
    expect((await say("colloquy presets delete brief")).exit_code).toBe(2);
    expect((await say("colloquy presets delete code")).stderr).toContain("comes along");
  });

  it("keeps nothing that the table of parameters refuses, but by force", async () => {
    expect((await say("colloquy presets save hot -o temperature 3")).exit_code).toBe(2);
    expect((await say("colloquy presets save 'a b' -o temperature 1")).exit_code).toBe(2);
    const shadowed = await say("colloquy presets save code -o temperature 1");
    expect(shadowed.stderr).toContain("in place of the one that comes along");
    await say("colloquy presets delete code");
    expect((await say("colloquy presets save none")).stderr).toContain("nothing to keep");
    expect((await say("colloquy presets save hot -o temperature 3 --force")).exit_code).toBe(0);
  });
});

describe("colloquy usage", () => {
  it("sums calls by day, model and conversation", async () => {
    session.meet("ok");
    await say("colloquy -m any/model Hello");
    await say("colloquy -m parlour/reading-room Hello");
    const { rows, total } = await json("colloquy usage --by model");
    expect(rows.map(({ key }: { key: string }) => key)).toContain("parlour/reading-room");
    expect(total.calls).toBe(
      rows.reduce((sum: number, row: { calls: number }) => sum + row.calls, 0),
    );
    const today = new Date().toISOString().slice(0, 10);
    expect((await say("colloquy usage")).stdout).toContain(today);
    expect((await say("colloquy usage --by conversation")).stdout).toContain("Hello");
    expect((await json("colloquy usage --until 2020-01-01")).rows).toEqual([]);
    expect((await say("colloquy usage --by modle")).stderr).toContain("did you mean model?");
    expect((await say("colloquy usage --since yesterday")).exit_code).toBe(2);
  });
});
