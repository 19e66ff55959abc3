import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Session } from "../../../test/session/session.ts";
import type { Json } from "./command-world.ts";

let session: Session;
beforeAll(async () => {
  session = await Session.open({ model: true });
}, 240_000);
afterAll(() => session.close());

async function json(line: string): Promise<Json> {
  const ran = await session.run(`${line} --json`);
  expect(ran.stderr).not.toMatch(/error:/);
  return JSON.parse(ran.stdout);
}

const texts = (result: Json): Json =>
  result.samples
    .map(({ sample_id, completion }: Json) => {
      const { message, finish_reason } = completion.choices[0];
      return [sample_id, message.content, finish_reason, completion.usage.completion_tokens];
    })
    .toSorted();

const run =
  'colloquy lab run "Name an animal." --sweep temperature=0,1 -n 4 --seed 5 -o max_tokens=6 --metric exact_match,distinct_answers --yes';

describe("the lab on the model inside", () => {
  it("draws the same texts at any width; temperature 0 gives one answer; all parameters are explicit", async () => {
    const wide = await json(`${run} --name wide`);
    const narrow = await json(`${run} --name narrow --concurrency 1`);
    const [a, b] = [
      await json("colloquy lab show wide --samples"),
      await json("colloquy lab show narrow --samples"),
    ];
    expect(texts(a)).toEqual(texts(b));
    expect(wide.cells.map(({ metrics }: Json) => metrics)).toEqual(
      narrow.cells.map(({ metrics }: Json) => metrics),
    );
    const cold = wide.cells.find(({ parameters }: Json) => parameters.temperature === 0);
    expect(cold.metrics.exact_match.value).toBe(1);
    expect(cold.metrics.distinct_answers.value).toBe(1);
    expect(wide.cells[0].parameters).toMatchObject({
      temperature: 0.2,
      top_p: 1,
      top_k: 0,
      min_p: 0,
    });
  }, 240_000);

  it("gives smaller caps free, as prefixes of the same samples", async () => {
    const result = await json(
      'colloquy lab run "Tell a story." --sweep max_tokens=3,8 -o temperature=1 -n 3 --metric truncated_rate,length --baseline first',
    );
    expect(result.planned).toBe(3);
    expect(result.cells.map(({ metrics }: Json) => metrics.truncated_rate.value)).toEqual([1, 1]);
  }, 240_000);

  it("shows the next token as an answer's own top_logprobs do, with sums of 1 after every stage", async () => {
    const view = await json(
      'colloquy lab distribution "The capital of France is" -o temperature 1.5 -o top_p .9 --order vllm -n 5',
    );
    expect(view.stages.map(({ stage }: Json) => stage)).toEqual(["model", "temperature", "top_p"]);
    for (const { sum } of view.stages) expect(sum).toBeCloseTo(1, 9);
    const answer = await json(
      'colloquy ask "The capital of France is" -o logprobs true -o top_logprobs 5 -o max_tokens 4 -o temperature 0',
    );
    const told = answer.choices[0].logprobs.content[0].top_logprobs;
    expect(told.map(({ token }: Json) => token)).toEqual(
      view.stages[0].top.map(({ token }: Json) => token),
    );
    for (const [index, { logprob }] of told.entries())
      expect(view.stages[0].top[index].logprob).toBeCloseTo(logprob, 6);

    const scored = await json(`colloquy lab distribution --message ${answer.message_id}`);
    expect(scored.source).toBe("own");
    for (const [index, { logprob }] of answer.choices[0].logprobs.content.entries())
      expect(scored.tokens[index].logprob).toBeCloseTo(logprob, 6);
    const at = await json(`colloquy lab distribution --message ${answer.message_id} --at 2 -n 3`);
    expect(at.stages[0].top[0].token_id).toBe(scored.tokens[2].token_id);

    const branched = await json(
      `colloquy lab distribution --message ${answer.message_id} --at 1 --branch '#${at.stages[0].top[1].token_id}'`,
    );
    expect(branched.state).toBe("complete");
    const begun = scored.tokens[0].token + at.stages[0].top[1].token;
    expect(branched.text.startsWith(begun)).toBe(true);
    const text = await session.run(
      'colloquy lab distribution --raw "The capital of France is" -n 3',
    );
    expect(text.stdout).toMatch(/" Paris"\s+\d+\.\d\d%/);
  }, 240_000);
});

describe("presets evidence", () => {
  it("shows what was measured of each preset, on which model and when", async () => {
    const { evidence } = await json("colloquy presets evidence");
    expect(evidence.map(({ preset }: Json) => preset)).toEqual([
      "chatbot",
      "code",
      "creative",
      "data-analysis",
    ]);
    for (const { model, at, cells } of evidence) {
      expect(model).toBe("smollm2-135m");
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT/);
      expect(cells.length).toBeGreaterThan(2);
    }
    const shown = await session.run("colloquy presets evidence code");
    expect(shown.stdout).toMatch(/code: .*\n +smollm2-135m, \d{4}-\d\d-\d\d, \d+ prompts/);
    expect((await session.run("colloquy presets evidence mine")).exit_code).toBe(2);
  });

  it("prices a repetition on another model before anything is sent", async () => {
    const ran = await session.run("colloquy presets evidence code --run -m any/model");
    expect(ran.exit_code).toBe(2);
    expect(ran.stderr).toMatch(/costs up to \$0\.\d+.*not run: it takes up to/s);
  });
});
