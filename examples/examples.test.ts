import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Session } from "../test/session/session.ts";
import { missingLines } from "../test/session/missing-lines.ts";

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => /^\d\d-.*\.ts$/.test(name));

let session: Session;
beforeAll(async () => {
  session = await Session.open({ model: true });
});
afterAll(() => session.close());

/** What an example says at its end that it prints. */
function promised(name: string): readonly string[] {
  const text = readFileSync(path.join(folder, name), "utf8");
  const [, lines = ""] = text.split("// Prints:\n");
  return lines.split("\n").map((line) => line.replace(/^\/\/ {0,3}/, ""));
}

function run(name: string): Promise<{ code: unknown; output: string }> {
  // The practice server answers as the example's text says it does.
  session.meet(name.includes("openrouter") ? "venice" : "ok");
  const env = { ...Object.fromEntries(session.variables), COLLOQUY_EXAMPLE: name };
  const argv = ["--conditions=@colloquy/source", path.join(folder, name)];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: `${stdout}${stderr}` }),
    );
  });
}

describe("examples", () => {
  it("are numbered without a gap", () => {
    const numbers = files.map((name) => Number(name.slice(0, 2)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it.each(files)(
    "%s prints what it says",
    async (name) => {
      const lines = promised(name);
      expect(lines.filter(Boolean).length).toBeGreaterThan(0);
      const { code, output } = await run(name);
      expect(output).not.toContain("Error");
      expect(missingLines(output, lines)).toEqual([]);
      expect(code).toBe(0);
    },
    60_000,
  );
});
