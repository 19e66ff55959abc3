import { describe, expect, it } from "vitest";
import type { MeasuredResult } from "../bench-result.ts";
import { readMeasured } from "./read-measured.ts";
import { replaceTables } from "./replace-tables.ts";

const result: MeasuredResult = {
  bench: "kettle",
  machine: {
    cpu: "A|B <fast>",
    cores: 2,
    memory_gib: 8,
    node: "v24.0.0",
    platform: "linux-x64",
  },
  date: "2026-02-03",
  command: "npm run bench -- kettle",
  rows: [
    { subject: "floor", ms_median: 12.345_67, rounds: 5 },
    { subject: "ours", ms_median: 12_345.67, rounds: 5, by_size: { small: 1 }, note: "a\nb" },
  ],
  bars: [
    { name: "ours ÷ floor", value: 1.25, limit: 1.3, unit: "× at most", ok: true },
    { name: "lid", value: 7, limit: 5, unit: "ms at most", ok: false },
  ],
};
const page =
  "# Before\n\n<!-- bench:kettle -->\n\nold\n\n<!-- /bench:kettle -->\n\n<!-- bench:other -->\n<!-- /bench:other -->\nAfter.\n";

describe("replaceTables", () => {
  it("puts date, machine, command, bars and rows between the bench's markers alone", () => {
    expect(replaceTables(page, result)).toBe(`# Before

<!-- bench:kettle -->

<!-- prettier-ignore-start -->

2026-02-03 · A\\|B \\<fast>, 2 cores, 8 GiB, linux-x64, Node v24.0.0 · \`npm run bench -- kettle\`

| bar | measured | limit |  |
| --- | --- | --- | --- |
| ours ÷ floor | 1.250 | 1.300 × at most | held |
| lid | 7 | 5 ms at most | missed |

| subject | ms\\_median | rounds | note |
| --- | --- | --- | --- |
| floor | 12.35 | 5 |  |
| ours | 12346 | 5 | a b |

<!-- prettier-ignore-end -->

<!-- /bench:kettle -->

<!-- bench:other -->
<!-- /bench:other -->
After.
`);
  });

  it("changes nothing when the same result is written again", () => {
    const once = replaceTables(page, result);
    expect(replaceTables(once, result)).toBe(once);
  });

  it("gives each part of a bench a table of its own", () => {
    const rows = [
      { part: "boil", subject: "ours", s: 1 },
      { part: "pour", subject: "ours", cups: 3 },
    ];
    const written = replaceTables(page, { ...result, rows, bars: [] });
    expect(written).toContain(
      "| part | subject | s |\n| --- | --- | --- |\n| boil | ours | 1 |\n\n",
    );
    expect(written).toContain("| part | subject | cups |");
    expect(written).not.toContain("| bar |");
  });

  it("says of a quick run that it was one", () => {
    const command = "npm run bench -- kettle --quick";
    expect(replaceTables(page, { ...result, command })).toContain("A quick run");
    expect(replaceTables(page, result)).not.toContain("A quick run");
  });

  it("refuses a page without the markers, with them twice or the wrong way round", () => {
    expect(() => replaceTables("# Empty\n", result)).toThrow("no <!-- bench:kettle -->");
    expect(() => replaceTables(page + page, result)).toThrow("more than once");
    const turned = "<!-- /bench:kettle -->\n<!-- bench:kettle -->\n";
    expect(() => replaceTables(turned, result)).toThrow("exchange them");
  });
});

describe("readMeasured", () => {
  it("reads what a bench printed", () => {
    expect(readMeasured(JSON.stringify(result), "kettle.json")).toEqual(result);
  });

  it("names what is missing, and where", () => {
    const { date: _, command: _too, ...rest } = result;
    expect(() => readMeasured(JSON.stringify(rest), "a.json")).toThrow(
      "a.json has no date, no command",
    );
    expect(() => readMeasured("{", "a.json")).toThrow("a.json is not JSON");
    expect(() => readMeasured("3", "a.json")).toThrow("no bench's result");
  });
});
