// Draws docs/terminal.svg: commands really run on a pseudo-terminal (util-linux `script`), their screen as SVG.
// Run: node --conditions=@colloquy/source scripts/terminal-picture.ts
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.dirname(import.meta.dirname);
const columns = 96;

/** What the picture shows; `lines` limits a long output. */
const shown: readonly { line: string; lines?: number }[] = [
  { line: 'colloquy -o temperature 0 "What is the capital of France? Answer in one word."' },
  { line: 'colloquy -c "And of Italy?"' },
  {
    line: 'colloquy lab distribution "Name a colour." -o temperature 1.5 -o top_p .9 --order vllm',
    lines: 26,
  },
];

interface Cell {
  character: string;
  style: string;
}

/** A screen as a terminal would leave it: carriage returns, erased line ends, styles. */
function screenOf(output: string): Cell[][] {
  const rows: Cell[][] = [[]];
  let column = 0;
  let style = "";
  for (const [token] of output.matchAll(/\u001b\[[\d;?]*[A-Za-z]|\u001b[^[]|[^\u001b]/gu)) {
    const row = rows.at(-1) ?? [];
    if (token === "\n") {
      rows.push([]);
      column = 0;
    } else if (token === "\r") column = 0;
    else if (token.startsWith("\u001b[") && token.endsWith("K")) row.length = column;
    else if (token.startsWith("\u001b[") && token.endsWith("m")) style = styled(style, token);
    else if (!token.startsWith("\u001b")) {
      row[column] = { character: token, style };
      column += 1;
    }
  }
  return rows;
}

const classes: Readonly<Record<string, string>> = {
  1: "bold",
  2: "dim",
  31: "red",
  32: "green",
  33: "yellow",
  36: "cyan",
};

function styled(before: string, token: string): string {
  const code = token.slice(2, -1);
  return code === "" || code === "0" || ["22", "39"].includes(code)
    ? ""
    : (classes[code] ?? before);
}

function runOnTerminal(line: string, home: string): string {
  const bin = path.join(root, "packages/cli/bin/colloquy.mjs");
  const command = line.replace(/^colloquy/, `node ${bin}`);
  const ran = spawnSync("script", ["-qec", command, "/dev/null"], {
    encoding: "utf8",
    env: { ...process.env, COLLOQUY_HOME: home, COLUMNS: String(columns), TERM: "xterm-256color" },
    input: "",
  });
  if (ran.status !== 0) throw new Error(`${line}: exit ${ran.status}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

/** Long lines go on below, as on a terminal. */
function wrapped(row: Cell[]): Cell[][] {
  const parts: Cell[][] = [];
  for (let at = 0; at === 0 || at < row.length; at += columns)
    parts.push(row.slice(at, at + columns));
  return parts;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function rowSvg(row: readonly Cell[], y: number): string {
  const spans: { style: string; text: string }[] = [];
  for (const { character, style } of row) {
    const last = spans.at(-1);
    if (last?.style === style) last.text += character;
    else spans.push({ style, text: character });
  }
  const inner = spans.map(({ style, text }) =>
    style === "" ? escaped(text) : `<tspan class="${style}">${escaped(text)}</tspan>`,
  );
  return `<text x="16" y="${y}" xml:space="preserve">${inner.join("")}</text>`;
}

function picture(rows: readonly (readonly Cell[])[]): string {
  const lineHeight = 19;
  const height = 56 + rows.length * lineHeight;
  const width = 32 + columns * 8.43;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A terminal: a question answered by the embedded model, and a next-token distribution before and after temperature and top_p">
<style>
text { font: 14px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d7dae0; }
.dim { fill: #858b98; } .bold, .prompt { font-weight: bold; fill: #fff; } .red { fill: #ff7b72; }
.green { fill: #7ee787; } .yellow { fill: #e3b341; } .cyan { fill: #79c0ff; }
</style>
<rect width="100%" height="100%" rx="8" fill="#16181d"/>
<circle cx="20" cy="18" r="5" fill="#ff5f57"/><circle cx="38" cy="18" r="5" fill="#febc2e"/><circle cx="56" cy="18" r="5" fill="#28c840"/>
${rows.map((row, index) => rowSvg(row, 50 + index * lineHeight)).join("\n")}
</svg>
`;
}

const home = mkdtempSync(path.join(os.tmpdir(), "colloquy-picture-"));
try {
  const rows = shown.flatMap(({ line, lines }) => {
    const output = screenOf(runOnTerminal(line, home).replaceAll("\r\n", "\n").trimEnd());
    const prompt = Array.from(`$ ${line}`, (character) => ({ character, style: "prompt" }));
    return [prompt, ...output.slice(0, lines).flatMap(wrapped), []];
  });
  writeFileSync(path.join(root, "docs/terminal.svg"), picture(rows));
} finally {
  rmSync(home, { recursive: true, force: true });
}
