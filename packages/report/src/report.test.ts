import { analyse, type ExperimentData, parseCheck, parseMetrics } from "@colloquy/core";
import { answeredSample, plannedFixture } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";
import {
  escapeHtml,
  reportCsv,
  reportHtml,
  reportJson,
  reportText,
  visibleText,
  type ReportInput,
} from "./index.ts";

const hostile =
  '</pre><script>alert(1)</script><img src="https://evil.example/x" onerror=alert(1)> \u001b[2J\u001b]0;owned\u0007 \u202Egnp.exe\u0000';

/** A finished experiment whose answers come from `text`. */
async function reported(
  text: (index: number, label: string) => string,
  change: Parameters<typeof plannedFixture>[0] = {},
): Promise<ReportInput> {
  const { experiment, samples, look } = plannedFixture({
    samples: 16,
    metrics: parseMetrics(
      "distinct_answers,exact_match,repetition,contains_rate=rain,latency_p90_ms",
    ),
    ...change,
  });
  const labels = new Map(experiment.cells.map((cell) => [cell.id, cell.label]));
  const results = samples.map((sample, index) =>
    index % 29 === 28
      ? answeredSample(sample, "", { state: "failed", completion: null, cause: "timeout" })
      : answeredSample(sample, text(sample.index, labels.get(sample.cell_id) ?? "")),
  );
  const data: ExperimentData = { experiment, samples, results, looks: [look] };
  return { data, analysis: await analyse(data) };
}

const varied = (index: number, label: string): string =>
  label === "temperature=0" ? "rain on the roof" : `rain number ${index} of ${label}`;

describe("the HTML report", () => {
  it("answers the question first, with intervals, n and scope", async () => {
    const html = reportHtml(await reported(varied));
    expect(html).toContain("<h1>What does temperature do to");
    expect(html).toMatch(
      /class="answer"><p>\d+ of 12 comparisons show a difference.*<p>distinct_answers is lower than at unset: temperature=0 by .* answers \[/,
    );
    expect(html).toContain("on these prompts (1 prompt)");
    expect(html).toMatch(/class="whisker"/);
    expect(html).toContain("timeout");
  });

  it("holds every sample, and the plots lead to them", async () => {
    const input = await reported(varied);
    const html = reportHtml(input);
    const samples = html.match(/<pre>rain [^<]*<\/pre>/g) ?? [];
    expect(samples).toHaveLength(input.data.results.filter(({ completion }) => completion).length);
    for (const [, anchor] of html.matchAll(/href="#([^"]*)"/g)) {
      expect(html).toContain(`id="${anchor}"`);
    }
  });

  it("needs nothing from anywhere: no script, no link, and a policy that forbids both", async () => {
    const html = reportHtml(await reported(varied));
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(script|link|iframe|img|object|embed|base|form)\b/i);
    expect(html).not.toMatch(/\b(src|action)=|href=(?!"#samples-)/i);
    expect(html).not.toMatch(/url\(|@import/i);
  });

  it("shows hostile model output, labels and prompts as text", async () => {
    const html = reportHtml(
      await reported(() => hostile, {
        name: hostile,
        question: hostile,
        prompts: [{ label: hostile, messages: [{ role: "user", content: hostile }] }],
      }),
    );
    expect(html).not.toMatch(/<script|<img|<\/pre><s/i);
    expect(html).toContain("&#60;script&#62;");
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(html).toContain("␛[2J");
    expect(html).toContain("⟨U+202E⟩");
  });

  it("has styles for light, dark and paper", async () => {
    const html = reportHtml(await reported(varied));
    expect(html).toContain("prefers-color-scheme:dark");
    expect(html).toContain("@media print");
  });

  it("writes no p90 under 20 and says that values are shown", async () => {
    const html = reportHtml(await reported(varied));
    expect(html).toContain("not given under 20 values");
  });
});

describe("the terminal report", () => {
  it("has no control codes, neither ours nor a model's, and keeps to the width", async () => {
    const text = reportText(await reported(() => hostile, { question: hostile }), { width: 72 });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    for (const line of reportText(await reported(varied), { width: 80 }).split("\n")) {
      expect(Array.from(line).length).toBeLessThanOrEqual(80);
    }
  });

  it("draws each cell's interval and lists verdicts, checks and failures", async () => {
    const text = reportText(
      await reported(varied, {
        prompts: ["a", "b", "c"].map((content) => ({ messages: [{ role: "user", content }] })),
        checks: [parseCheck("contains_rate >= .5")],
      }),
      { width: 100 },
    );
    expect(text).toMatch(/unset .*\[.*├─*●/);
    expect(text).toMatch(
      /Verdicts, against unset .*\n +distinct_answers\n +temperature=0 +▼ lower by/,
    );
    expect(text).toMatch(/contains_rate >= 0.5: (passed|undecided)/);
    expect(text).toMatch(/Failed calls\n.*timeout/);
  });
});

describe("JSON and CSV", () => {
  it("JSON holds cells with parameters and metrics as value, interval and n", async () => {
    const json = reportJson(await reported(varied));
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    const cold = json.cells.find(({ label }) => label === "temperature=0");
    expect(cold?.parameters).toEqual({ max_tokens: 20, temperature: 0 });
    expect(cold?.metrics["exact_match"]).toMatchObject({ value: 1 });
    expect(cold?.metrics["exact_match"]?.interval?.[1]).toBe(1);
  });

  it("CSV has one row a sample, quotes what needs it and defuses formulas", async () => {
    const input = await reported((index) => (index === 0 ? '=1+"2",\nx' : "plain"));
    const csv = reportCsv(input);
    expect(csv.split("\r\n")[0]).toContain("cell,model");
    expect(csv).toContain('"\'=1+""2"",\nx"');
    expect(csv.match(/\r\n/g)).toHaveLength(input.data.results.length + 1);
  });
});

describe("visible text", () => {
  it("keeps lines, tabs, every script and joined emoji as they are", () => {
    const text = "a\tb\nслово 語 👩‍👩‍👧 é";
    expect(visibleText(text)).toBe(text);
    expect(escapeHtml(`<a href="x">'&`)).toBe("&#60;a href=&#34;x&#34;&#62;&#39;&#38;");
  });
});
