import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingLines } from "../../test/session/missing-lines.ts";
import { pageSteps } from "../../test/session/page-steps.ts";
import { Session } from "../../test/session/session.ts";

const folder = import.meta.dirname;
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");

const index = read("README.md");

describe.each(pages)("%s", (page) => {
  const steps = pageSteps(read(page));
  let session: Session;
  beforeAll(async () => {
    session = await Session.open({ model: true });
  });
  afterAll(() => session.close());

  it("is in the guide's index", () => {
    expect(page === "README.md" || index.includes(`(${page})`)).toBe(true);
  });

  for (const step of steps) {
    if (step.type === "meet") it(`OpenRouter: ${step.scenario}`, () => session.meet(step.scenario));
    else if (step.type === "file")
      it(`file ${step.name}`, () => session.write(step.name, step.text));
    else
      it(`${step.at}: ${step.line}`, async () => {
        const { exit_code, stdout, stderr } = await session.run(step.line);
        expect({ exit_code, stderr }).toMatchObject({ exit_code: step.exit_code });
        const output = `${stdout}\n${stderr}`;
        expect(missingLines(output, step.promised), output).toEqual([]);
        expect(output).not.toMatch(/unexpected:|fault of Colloquy/);
      }, 60_000);
  }
});
