import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { analyse, parseMetrics, type ExperimentData } from "@colloquy/core";
import { answeredSample, plannedFixture } from "@colloquy/testkit";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reportHtml } from "@colloquy/report";

const hostile =
  "</pre><script>document.title='owned'</script><img src=https://evil.example/x onerror=\"document.title='owned'\"> rain";

function browserPath(): string {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome"];
  for (const file of folders.flatMap((folder) => names.map((name) => path.join(folder, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  throw new Error(
    "no Chromium on the PATH: on Debian, apt-get install chromium; then run this again",
  );
}

async function report(): Promise<string> {
  const { experiment, samples, look } = plannedFixture({
    samples: 16,
    metrics: parseMetrics("distinct_answers,exact_match,repetition"),
  });
  const results = samples.map((sample) => answeredSample(sample, `${hostile} ${sample.index % 5}`));
  const data: ExperimentData = { experiment, samples, results, looks: [look] };
  return reportHtml({ data, analysis: await analyse(data) });
}

describe("the report opened from disk in a browser", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-report-"));
  const file = path.join(folder, "report.html");
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(file, await report());
    browser = await chromium.launch({
      executablePath: browserPath(),
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(["light", "dark"] as const)(
    "%s: no request leaves it, nothing of the model's runs, and it reads on its background",
    async (colorScheme) => {
      const page = await browser.newPage({ colorScheme });
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      const title = await page.title();
      await page.locator("details summary").first().click();
      expect(requests).toEqual([pathToFileURL(file).href]);
      expect(title).not.toBe("owned");
      expect(await page.title()).toBe(title);
      expect(await page.locator("script, img").count()).toBe(0);
      expect(await page.locator("svg").count()).toBeGreaterThan(0);
      const [text, ground] = await page.evaluate(() => {
        const style = getComputedStyle(document.body);
        return [style.color, style.backgroundColor];
      });
      expect(luminance(text) < luminance(ground)).toBe(colorScheme === "light");
      await page.close();
    },
  );

  it("prints with every section on the page", async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    const pdf = await page.pdf();
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(10_000);
    await page.close();
  });
});

/** Brightness of `rgb(…)`, 0 to 255. */
function luminance(colour: string | undefined): number {
  const [red = 0, green = 0, blue = 0] = (colour?.match(/\d+/g) ?? []).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
