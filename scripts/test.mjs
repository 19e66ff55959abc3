// `npm test`: its own set-up, then every check there is; ends with the real counts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build, install, pinnedNode, root } from "./setup.mjs";

install();
build();

const bin = path.join(root, "node_modules/.bin");
const node = pinnedNode() ?? process.execPath;
const env = {
  ...process.env,
  NO_COLOR: "1",
  PATH: `${path.dirname(node)}${path.delimiter}${bin}${path.delimiter}${process.env.PATH}`,
};
const counts = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function step(name, command, args) {
  const started = Date.now();
  const result = spawnSync(path.join(bin, command), args, {
    cwd: root,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const ok = result.status === 0;
  console.log(`${ok ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  counts[ok ? "passed" : "failed"] += 1;
  if (!ok) {
    failures.push(name);
    console.log(
      `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? String(result.error) : ""}`.slice(
        -20_000,
      ),
    );
  }
}

function units(filters) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-test-"));
  const report = path.join(folder, "vitest.json");
  const args = [
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...filters,
  ];
  const result = spawnSync(path.join(bin, "vitest"), args, {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (!existsSync(report)) {
    counts.failed += 1;
    failures.push("vitest ended without a report");
    return;
  }
  const data = JSON.parse(readFileSync(report, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  counts.passed += data.numPassedTests;
  counts.failed += data.numFailedTests;
  counts.skipped += data.numPendingTests + (data.numTodoTests ?? 0);
  for (const file of data.testResults) {
    if (
      file.status === "failed" &&
      file.assertionResults.every((test) => test.status !== "failed")
    ) {
      counts.failed += 1;
      failures.push(`${file.name}: ${file.message ?? "did not load"}`);
    }
    for (const test of file.assertionResults)
      if (test.status === "failed")
        failures.push(`${path.relative(root, file.name)} › ${test.fullName}`);
  }
  if (result.status !== 0 && counts.failed === 0) {
    counts.failed += 1;
    failures.push(`vitest exited with ${result.status ?? result.signal}`);
  }
}

const filters = process.argv.slice(2);
if (filters.length === 0) {
  step("format", "prettier", ["--check", "--log-level=warn", "."]);
  // Before the linter: its type-aware rules read the types that this writes.
  step("types", "tsc", ["-b"]);
  step("lint", "oxlint", ["--type-aware", "--quiet"]);
  step("unused", "knip", ["--no-progress"]);
}
units(filters);

// A skipped check that looks like a pass is a defect where everything should be there.
if (process.env.CI && counts.skipped > 0) {
  failures.push(`${counts.skipped} skipped in CI`);
  counts.failed += counts.skipped;
}
for (const failure of failures) console.log(`failed: ${failure}`);
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed === 0 ? 0 : 1);
