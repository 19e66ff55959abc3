import type { HttpResponse } from "@colloquy/client";
import type { CommandContext } from "../context.ts";
import { sanitise } from "../render/sanitise.ts";
import { headLines } from "./response-output.ts";

type Head = Pick<HttpResponse, "status" | "headers">;

/** Shows a stream of events as it comes; any other body waits until it is whole and can be laid out. */
export class LiveBody {
  readonly #context: Pick<CommandContext, "screen" | "streams">;
  readonly #include: boolean;
  readonly #decoder = new TextDecoder();
  #shown = false;

  constructor(context: Pick<CommandContext, "screen" | "streams">, include: boolean) {
    this.#context = context;
    this.#include = include;
  }

  /** Whether anything was shown, and so all of it. */
  get shown(): boolean {
    return this.#shown;
  }

  readonly take = (bytes: Uint8Array, answered: Head): void => {
    if (!/^text\/event-stream\b/i.test(String(answered.headers["content-type"] ?? ""))) return;
    const { screen, streams } = this.#context;
    const isTerminal = streams.stdout.isTTY === true;
    const head = this.#include && !this.#shown ? headLines(answered) : "";
    this.#shown = true;
    if (!isTerminal) streams.stdout.write(Buffer.concat([Buffer.from(head), bytes]));
    else screen.print(sanitise(head + this.#decoder.decode(bytes, { stream: true })));
  };
}
