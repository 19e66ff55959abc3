import { visibleText } from "@colloquy/report";
import type { DistributionView, StageView, TokenBar } from "./distribution-view.ts";

/** Characters of the longest bar; all stages have the same scale. */
const BAR = 40;

/** The stages one below the other, each with its bars. */
export function distributionText({ model, order, stages, ignored }: DistributionView): string {
  const likeliest = Math.max(...stages.flatMap(({ top }) => top.map((bar) => bar.probability)));
  const scale = BAR / (likeliest > 0 ? likeliest : 1);
  const lines = stages.flatMap((stage, index) => [
    ...(index === 0 ? [] : [""]),
    ...stageLines(stage, scale, index === 0 ? `${model}, its own distribution` : stageWords(stage)),
  ]);
  const notes =
    ignored.length === 0
      ? []
      : ["", `${order} has no ${ignored.join(", ")}: it does nothing there`];
  return `${[...lines, ...notes].join("\n")}\n`;
}

function stageWords({ stage, parameters }: StageView): string {
  const values = Object.entries(parameters).map(
    ([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return `after ${values.length > 0 ? values.join(", ") : stage}`;
}

function stageLines(
  { candidates, entropy, sum, top }: StageView,
  scale: number,
  title: string,
): string[] {
  const shown = top.reduce((total, { probability }) => total + probability, 0);
  const width = Math.max(...top.map(({ token }) => tokenWords(token).length), 4);
  const rest = candidates - top.length;
  return [
    `${title}: ${candidates.toLocaleString("en-US")} tokens, entropy ${entropy.toFixed(3)} nats`,
    ...top.map((bar) => barLine(bar, width, scale)),
    ...(rest > 0
      ? [
          `  ${"rest".padEnd(width)} ${percent(sum - shown)}  ${rest.toLocaleString("en-US")} others`,
        ]
      : []),
  ];
}

function barLine({ token, probability }: TokenBar, width: number, scale: number): string {
  const eighths = Math.round(probability * scale * 8);
  const bar = "█".repeat(eighths >> 3) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths & 7];
  return `  ${tokenWords(token).padEnd(width)} ${percent(probability)}  ${bar}`.trimEnd();
}

/** A token as it is: spaces and control characters seen. */
export function tokenWords(token: string): string {
  return `"${visibleText(token).replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
}

const percent = (share: number): string => `${(100 * Math.max(0, share)).toFixed(2).padStart(6)}%`;
