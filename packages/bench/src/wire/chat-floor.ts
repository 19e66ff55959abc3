import { createParser } from "eventsource-parser";
import { Pool } from "undici";
import { benchRequest } from "./bench-request.ts";

/** The least that a call can cost: undici and `JSON.parse`, without a check, a deadline or a retry. */
export class ChatFloor {
  readonly #pool: Pool;
  readonly #path: string;

  constructor(baseUrl: string) {
    const { origin, pathname } = new URL(`${baseUrl}/chat/completions`);
    this.#pool = new Pool(origin);
    this.#path = pathname;
  }

  /** One call without streaming; the parsed body. */
  async call(): Promise<unknown> {
    const { body } = await this.#post({ ...benchRequest, stream: false });
    return JSON.parse(await body.text()) as unknown;
  }

  /** One streamed call, each event parsed; how many there were. */
  async stream(): Promise<number> {
    const { body } = await this.#post({ ...benchRequest, stream: true });
    const decoder = new TextDecoder();
    let events = 0;
    const parser = createParser({
      onEvent({ data }) {
        if (data === "[DONE]") return;
        JSON.parse(data);
        events += 1;
      },
    });
    for await (const bytes of body) parser.feed(decoder.decode(bytes as Buffer, { stream: true }));
    return events;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #post(request: object): ReturnType<Pool["request"]> {
    return this.#pool.request({
      method: "POST",
      path: this.#path,
      headers: { "content-type": "application/json", authorization: "Bearer a-key" },
      body: JSON.stringify(request),
    });
  }
}
