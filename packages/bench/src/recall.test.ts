import { expect, test } from "vitest";
import { run } from "./recall.ts";

const options = { peers: false, quick: false, say: () => {} };

test("a row has the figures of one way to choose at one budget, and precision is a share", async () => {
  const args = ["--budget", "200,1000", "--policy", "recall-only,oracle"];
  const { rows } = await run({ ...options, args });
  const results = rows.filter(({ part }) => part === undefined);
  expect(results.map((row) => [row.subject, row["budget"]])).toEqual([
    ["recall-only", 200],
    ["oracle", 200],
    ["recall-only", 1000],
    ["oracle", 1000],
  ]);
  for (const row of results) {
    expect(Object.keys(row)).toEqual(
      ["subject", "set", "budget", "recall", "all_evidence", "recall_interval", "precision"].concat(
        ["tokens_used", "ms_median", "ms_p95", "by_category"],
      ),
    );
    expect(row["precision"]).toBeLessThanOrEqual(100);
    expect(row["tokens_used"]).toBeLessThanOrEqual(Number(row["budget"]));
  }
});

test.each([
  [["--budget", "1k"], "--budget 1k: a budget is a whole number of tokens above 0"],
  [["--policy", "newest"], "--policy newest: the subjects are recall-only, recall"],
  [["--set", "/no/such/set.json"], "--set /no/such/set.json cannot be read: "],
])("%j is refused", async (args, message) => {
  await expect(run({ ...options, args })).rejects.toThrow(message);
});
