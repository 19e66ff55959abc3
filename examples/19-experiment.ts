// What a parameter does, measured: an experiment is planned, run and judged. Each number has its interval,
// and a verdict says no more than sixteen samples can show.
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  analyse,
  parseMetrics,
  type CellEstimate,
  planExperiment,
  runExperiment,
} from "@colloquy/core";
import { createLocalModel, neutralParameters } from "@colloquy/local";
import { createStore } from "@colloquy/store";
import { cacheDir } from "./settings.ts";

const folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-example-"));
const store = await createStore({ file: path.join(folder, "store.db"), now: Date.now });
const model = createLocalModel({ cacheDir });
const environment = { now: Date.now, newId: randomUUID };

const planned = planExperiment(
  {
    prompts: [{ messages: [{ role: "user", content: "Name an animal." }] }],
    models: ["smollm2-135m"],
    parameters: { max_tokens: 6 },
    sweep: { temperature: [0, 1.5] },
    baseline: "first",
    samples: 16,
    seed: 1,
    metrics: parseMetrics("distinct_answers"),
  },
  {
    environment,
    seed: 1,
    models: [
      {
        model: "smollm2-135m",
        sends_seed: true,
        reasoning: false,
        tells_tokens: true,
        unset: {},
        explicit: neutralParameters,
      },
    ],
  },
);
await store.experiments.put(planned.experiment, planned.samples, planned.look);
const ports = {
  store: store.experiments,
  environment,
  model: () => model,
  sleep: (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }),
};
for await (const event of runExperiment(planned.experiment.id, ports, { concurrency: 8 }))
  if (event.type === "finished") console.log(`${event.finished} of ${event.planned} samples`);

const data = await store.experiments.load(planned.experiment.id);
if (!data) throw new Error("the experiment is gone");
const { cells, verdicts } = await analyse(data);
const words = (interval?: CellEstimate["interval"]): string =>
  interval ? `between ${interval[0].toFixed(1)} and ${interval[1]?.toFixed(1)}` : "no interval";
for (const { cell, metrics } of cells) {
  const { value, interval, n } = metrics["distinct_answers"] ?? {};
  console.log(`${cell.label}: ${value} distinct of ${n}, ${words(interval)}`);
}
for (const { metric, verdict, difference, interval } of verdicts)
  console.log(`${metric}: ${verdict} by ${difference}, ${words(interval)}`);
await store.close();
await model.dispose();
await rm(folder, { recursive: true });

// Prints:
//   32 of 32 samples
//   temperature=0: 1 distinct of 16, between 1.0 and …
//   temperature=1.5: … distinct of 16, between … and …
//   distinct_answers: higher by …, between … and …
