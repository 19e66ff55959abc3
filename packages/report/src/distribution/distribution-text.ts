import { parameterWords } from "../describe.ts";
import { visibleText } from "../visible-text.ts";
import type { DistributionStage, DistributionView, ShownToken } from "./distribution-view.ts";

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** Bars for a terminal: the raw distribution, then what each stage makes of it. No control codes. */
export function distributionText(
  { order, ignored, stages, final }: DistributionView,
  { width = 80 }: { width?: number } = {},
): string {
  const last = stages.at(-1);
  const mixed = last !== undefined && !isSame(last.tokens, final.tokens);
  const blocks = [
    ...stages.map((stage) => [heading(stage), ...bars(stage, width)]),
    ...(mixed ? [["drawn from (both outcomes of xtc's coin)", ...bars(final, width)]] : []),
  ];
  const notes = ignored.map((name) => `${order} has no ${name}: it is ignored`);
  return `${[`order ${order}`, ...notes, ...blocks.flatMap((block) => ["", ...block])].join("\n")}\n`;
}

function heading({ stage, parameters, kept, entropy }: DistributionStage): string {
  const title = stage === "raw" ? "raw, temperature 1" : parameterWords(parameters);
  return `${title}  (${kept} tokens, entropy ${entropy.toFixed(2)} nats)`;
}

function bars(
  { tokens, rest }: { tokens: readonly ShownToken[]; rest: number },
  width: number,
): readonly string[] {
  const labels = tokens.map(({ token }) => tokenLabel(token));
  const labelWidth = Math.max(4, ...labels.map((label) => Array.from(label).length));
  const room = Math.max(10, width - labelWidth - 12);
  const row = (label: string, p: number): string =>
    `  ${label}${" ".repeat(labelWidth - Array.from(label).length)}  ${percent(p)}  ${bar(p, room)}`.trimEnd();
  return [
    ...tokens.map(({ probability }, index) => row(labels[index] ?? "", probability)),
    ...(rest > 5e-5 ? [row("rest", rest)] : []),
  ];
}

/** The token in quotes, so that a leading space shows; line breaks and hidden characters made visible. */
function tokenLabel(token: string): string {
  const shown = visibleText(token).replaceAll("\n", "␊").replaceAll("\t", "␉");
  const characters = Array.from(shown);
  return `"${characters.length > 20 ? `${characters.slice(0, 19).join("")}…` : shown}"`;
}

const percent = (p: number): string => `${(p * 100).toFixed(1).padStart(5)}%`;

function bar(p: number, room: number): string {
  const eighths = Math.round(p * room * 8);
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}

const isSame = (a: readonly ShownToken[], b: readonly ShownToken[]): boolean =>
  a.length === b.length &&
  a.every((token, index) => Math.abs(token.probability - (b[index]?.probability ?? 0)) < 1e-9);
