import path from "node:path";
import {
  ApiError,
  formatJson,
  InvalidInputError,
  redact,
  statusGuide,
  type ErrorRecord,
} from "@colloquy/core";
import type { HttpRequestOptions, HttpResponse } from "@colloquy/client";
import { LiveBody } from "../api/live-body.ts";
import { readData } from "../api/read-data.ts";
import { readHeaders } from "../api/read-headers.ts";
import { headLines, responseJson, statusWords } from "../api/response-output.ts";
import type { Command } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { exitCode } from "../exit-code.ts";
import { writeWholeFile } from "../file/write-whole-file.ts";
import type { CommandInput } from "../parse/command-input.ts";
import { printJson } from "../render/print-json.ts";
import { sanitise } from "../render/sanitise.ts";
import { requireKey } from "../server/server-key.ts";

/** Any verb against a server's API. */
export const api: Command = {
  name: "api",
  summary:
    "Sends any HTTP request to a server, with its key. The body comes out as it is, a stream as it comes.",
  arguments: "<method> <path>",
  options: [
    { flags: "-d, --data <json>", about: "JSON to send: itself, @FILE, or - for standard input" },
    { flags: "-H, --header <header>", about: "'Name: value', may be repeated", repeat: true },
    { flags: "-O, --output <file>", about: "write the body into a file, whole or not at all" },
    { flags: "-i, --include", about: "status and headers before the body" },
    { flags: "--fail", about: "a status of 400 or more ends with exit code 1" },
    { flags: "--server <name>", about: "which server (openrouter)", setting: "server" },
    { flags: "--json", about: "one JSON object: ok, status, headers, and the body" },
  ],
  examples: [
    "colloquy api GET /models -O models.json",
    "colloquy api GET /key -i",
    `colloquy api POST /chat/completions -d @request.json --fail`,
  ],
  async run(context, input) {
    const waits = input.flag("json") || input.text("output") !== undefined;
    const live = new LiveBody(context, input.flag("include"));
    const response = await send(context, input, waits ? undefined : live.take);
    const failed = input.flag("fail") && response.status >= 400;
    // An error that counts as failure must not take the place of a good file.
    const output = failed ? undefined : input.text("output");
    if (output !== undefined)
      await writeWholeFile(path.resolve(context.cwd, output), response.bytes());
    show(context, { response, input, output, isShown: live.shown });
    return failed ? exitCode.failed : exitCode.done;
  },
};

async function send(
  context: CommandContext,
  input: CommandInput,
  onBody: HttpRequestOptions["onBody"],
): Promise<HttpResponse> {
  const [method = "", target = ""] = input.words;
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(target)) throw wholeAddress(target);
  const server = context.config.get("server");
  const data = input.text("data");
  const body = data === undefined ? undefined : await readData(context, data);
  const reads = /^(?:get|head|options)$/i.test(method);
  // Lists of models and the like are anybody's to read; what costs or changes something needs a key.
  if (!reads) requireKey(context.access(server));
  const http = await context.http(server);
  return http.request(method, target, {
    ...(body !== undefined && { body }),
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...readHeaders(input.list("header")),
    },
    signal: context.signal,
    onBody,
  });
}

interface Shown {
  response: HttpResponse;
  input: CommandInput;
  output: string | undefined;
  /** Whether head and body were shown as they came. */
  isShown: boolean;
}

function show(
  { screen, streams }: CommandContext,
  { response, input, output, isShown }: Shown,
): void {
  const { status } = response;
  if (input.flag("json")) printJson(screen, responseJson(response));
  else if (!isShown) {
    if (input.flag("include")) screen.print(shown(headLines(response), streams.stdout.isTTY));
    if (output === undefined) showBody(response, { screen, streams });
    else screen.say(`${response.bytes().length} bytes in ${output}`);
  }
  const failure = failureOf(response);
  if (!failure && (!streams.stderr.isTTY || input.flag("include"))) return;
  const words = statusWords(status);
  screen.say(failure ? screen.err.red(words) : screen.err.dim(words));
  if (failure)
    screen.say(`  ${sanitise(remedyOf(failure, response))} More: colloquy explain ${status}`);
}

/** What the body says went wrong, or where a redirect leads that was not followed. */
function failureOf(response: HttpResponse): ErrorRecord | undefined {
  try {
    response.raiseForStatus();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.record;
    throw error;
  }
}

/** The table's advice for 404 is about models; any other path may just not be there. */
function remedyOf(
  { remedy, message, status, details }: ErrorRecord,
  { url }: HttpResponse,
): string {
  if (details?.["location"] !== undefined) return `${message}. ${remedy ?? ""}`;
  const isMissing = status === 404 && remedy === statusGuide(404)?.remedy;
  if (isMissing && !url.endsWith("/chat/completions"))
    return "Check the path: it goes after the server's address, as in /models.";
  return remedy ?? "";
}

/** In a pipe byte for byte; a terminal gets JSON indented, and nothing that could steer it. */
function showBody(
  response: HttpResponse,
  { screen, streams }: Pick<CommandContext, "screen" | "streams">,
): void {
  if (!streams.stdout.isTTY) streams.stdout.write(response.bytes());
  else if (response.bytes().length > 0) screen.print(`${sanitise(pretty(response)).trimEnd()}\n`);
}

function pretty(response: HttpResponse): string {
  try {
    return formatJson(response.json());
  } catch {
    return response.text();
  }
}

function shown(text: string, terminal: boolean | undefined): string {
  return terminal ? sanitise(text) : text;
}

function wholeAddress(given: string): InvalidInputError {
  return new InvalidInputError({
    message: `"${redact(given)}" is a whole address; a path is wanted`,
    code: "bad_path",
    remedy: "Give the path, as in /models; --server, or `colloquy servers add`, says whose it is.",
    details: { field: "path", allowed: "a path under the server's address" },
  });
}
