import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { AbortedError } from "@colloquy/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireFileLock } from "../file-lock.ts";
import { readSamplerSettings } from "../sampling/sampler-settings.ts";
import type { Generation } from "./generation.ts";
import { ComputeTurn } from "./compute-turn.ts";
import { Scheduler, type Workers } from "./scheduler.ts";

function generation(name: number, fields: Partial<Generation> = {}): Generation {
  return {
    prompt: [name],
    settings: readSamplerSettings({ model: "m", messages: [], seed: 1 }, {}, 10),
    limit: 1,
    wantsLogits: false,
    onProgress: () => {},
    onStart: () => {},
    onToken: () => true,
    ...fields,
  };
}

describe("Scheduler", () => {
  let folder: string;
  let lockFile: string;
  let log: string[];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-scheduler-"));
    lockFile = path.join(folder, "compute.lock");
    log = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const scheduler = (workers: Partial<Workers> = {}, onIdle = () => {}) =>
    new Scheduler({
      turn: new ComputeTurn(lockFile),
      onIdle,
      workers: {
        alone: (job) => {
          log.push(`alone ${job.generation.prompt[0]}`);
          job.resolve("limit");
          return Promise.resolve();
        },
        mayJoin: (job) => job.generation.grammar === undefined,
        together: (jobs, more) => {
          const names = jobs.map((job) => job.generation.prompt[0]);
          for (const job of jobs) job.resolve("limit");
          for (let job = more(() => true); job; job = more(() => true)) {
            names.push(job.generation.prompt[0]);
            job.resolve("limit");
          }
          log.push(`together ${names.join(" ")}`);
          return Promise.resolve();
        },
        enoughToJoin: () => Promise.resolve(3),
        width: 4,
        ...workers,
      },
    });

  it("computes one after the other, in the order asked for", async () => {
    const work = scheduler();
    await Promise.all([work.run(generation(1)), work.run(generation(2))]);
    expect(log).toEqual(["alone 1", "alone 2"]);
    await work.idle();
    expect(work.busy).toBe(false);
  });

  it("puts together what was asked for together, and fills up as room comes", async () => {
    const work = scheduler();
    await Promise.all([1, 2, 3, 4, 5, 6].map((name) => work.run(generation(name))));
    expect(log).toEqual(["together 1 2 3 4 5 6"]);
  });

  it("begins even one as a batch when one has just ended", async () => {
    const work = scheduler();
    await Promise.all([1, 2, 3].map((name) => work.run(generation(name))));
    await work.run(generation(4));
    await work.run(generation(5, { grammar: "root ::= [a]" }));
    expect(log).toEqual(["together 1 2 3", "together 4", "alone 5"]);
  });

  it("leaves alone what cannot join", async () => {
    const work = scheduler();
    const names = [1, 2, 3, 4];
    const grammar = (name: number) => (name === 2 ? { grammar: "root ::= [a]" } : {});
    await Promise.all(names.map((name) => work.run(generation(name, grammar(name)))));
    expect(log).toEqual(["together 1 3 4", "alone 2"]);
  });

  it("gives up a job that waits, and only that one", async () => {
    const work = scheduler();
    const stop = new AbortController();
    const stopped = work.run(generation(1, { signal: stop.signal }));
    const other = work.run(generation(2));
    stop.abort();
    await expect(stopped).rejects.toBeInstanceOf(AbortedError);
    await other;
    expect(log).toEqual(["alone 2"]);
  });

  it("waits for another process with a word, and stops waiting when nobody wants it", async () => {
    const release = await acquireFileLock(lockFile);
    const work = scheduler();
    const stop = new AbortController();
    const said: string[] = [];
    const onProgress = ({ message }: { message: string }) => {
      said.push(message);
      stop.abort();
    };
    const waiting = work.run(generation(1, { signal: stop.signal, onProgress }));
    await expect(waiting).rejects.toBeInstanceOf(AbortedError);
    await work.idle();
    expect(said).toEqual(["waiting for another process that uses the model"]);
    release();
    await work.run(generation(2));
    expect(log).toEqual(["alone 2"]);
  });

  it("runs other tasks before the answers that wait, and tells when it is idle", async () => {
    let idle = 0;
    const work = scheduler({}, () => idle++);
    const answer = work.run(generation(1));
    const task = work.exclusive(() => Promise.resolve(log.push("task")));
    await Promise.all([answer, task]);
    await work.idle();
    expect(log).toEqual(["task", "alone 1"]);
    expect(idle).toBe(1);
  });
});
