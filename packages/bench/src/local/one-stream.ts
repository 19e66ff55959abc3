import { createLocalModel } from "@colloquy/local";
import type { Bar, BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";
import { ourRate } from "./our-stream.ts";
import { plainStream } from "./plain-stream.ts";
import type { Workspace } from "./workspace.ts";

const PLAIN = "plain node-llama-cpp, one stream";
const OURS = "ChatModel, one stream";

/** One stream against plain node-llama-cpp, in turns; the ratio is taken within each turn. */
export async function oneStream(
  workspace: Workspace,
  rounds: number,
): Promise<{ rows: BenchRow[]; bars: Bar[] }> {
  const plain = await plainStream(workspace.file.path);
  const model = createLocalModel({
    cacheDir: await workspace.newCache(),
    threads: { decode: 1, read: 1, batch: 1 },
    saveStates: false,
  });
  const rates = { plain: [] as number[], ours: [] as number[] };
  try {
    await plain.rate(0);
    await ourRate(model, 0);
    for (let round = 1; round <= rounds; round++) {
      const first = round % 2 === 0;
      if (first) rates.plain.push(await plain.rate(round));
      rates.ours.push(await ourRate(model, round));
      if (!first) rates.plain.push(await plain.rate(round));
    }
  } finally {
    await model.dispose();
    await plain.dispose();
  }
  const ratios = rates.ours.map((rate, round) => rate / (rates.plain[round] ?? Number.NaN));
  const value = median(ratios);
  return {
    rows: [row(PLAIN, rates.plain), row(OURS, rates.ours)],
    bars: [
      {
        name: `${OURS} ÷ plain`,
        value,
        limit: 0.95,
        unit: "× at least",
        ok: value >= 0.95,
      },
    ],
  };
}

function row(subject: string, rates: readonly number[]): BenchRow {
  return {
    subject,
    tokens_s_median: median(rates),
    tokens_s_p25: quantile(rates, 0.25),
    tokens_s_p75: quantile(rates, 0.75),
    rounds: rates.length,
  };
}
