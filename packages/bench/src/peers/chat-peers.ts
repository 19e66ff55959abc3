import { EventSourceParserStream } from "eventsource-parser/stream";
import { benchRequest } from "../wire/bench-request.ts";
import { installPeer } from "./install-peer.ts";

/** Another client of the same protocol: one whole call, and one stream, giving how many chunks came. */
export interface ChatPeer {
  name: string;
  call(): Promise<boolean>;
  stream(): Promise<number>;
}

/** Node's own fetch, with what one has to write around it: no library needed. */
export function fetchPeer(baseUrl: string): ChatPeer {
  const post = (stream: boolean): Promise<Response> =>
    fetch(`${baseUrl}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer a-key" },
      body: JSON.stringify({ ...benchRequest, stream }),
    });
  return {
    name: "fetch",
    async call() {
      const body = (await (await post(false)).json()) as { choices?: unknown[] };
      return body.choices?.length === 1;
    },
    async stream() {
      const { body } = await post(true);
      const decoder = new TextDecoderStream() as ReadableWritablePair<
        string,
        Uint8Array<ArrayBuffer>
      >;
      const events = body?.pipeThrough(decoder).pipeThrough(new EventSourceParserStream());
      let chunks = 0;
      for await (const { data } of events ?? []) {
        if (data === "[DONE]") continue;
        JSON.parse(data);
        chunks += 1;
      }
      return chunks;
    },
  };
}

interface AiSdk {
  generateText(asked: object): Promise<{ text: string }>;
  streamText(asked: object): { textStream: AsyncIterable<string> };
}

interface AiSdkProvider {
  createOpenAICompatible(options: object): (model: string) => unknown;
}

interface OpenAiClient {
  chat: { completions: { create(request: object): Promise<unknown> } };
}

async function openAiPeer(baseUrl: string, say: (line: string) => void): Promise<ChatPeer> {
  const load = await installPeer("openai", { openai: "6.49.0" }, say);
  const { default: OpenAI } = (await load("openai")) as {
    default: new (options: object) => OpenAiClient;
  };
  const client = new OpenAI({ baseURL: baseUrl, apiKey: "a-key" });
  return {
    name: "openai 6.49.0",
    async call() {
      const body = (await client.chat.completions.create(benchRequest)) as { choices?: unknown[] };
      return body.choices?.length === 1;
    },
    async stream() {
      const stream = await client.chat.completions.create({ ...benchRequest, stream: true });
      let chunks = 0;
      for await (const _chunk of stream as AsyncIterable<unknown>) chunks += 1;
      return chunks;
    },
  };
}

async function aiSdkPeer(baseUrl: string, say: (line: string) => void): Promise<ChatPeer> {
  const packages = { ai: "7.0.173", "@ai-sdk/openai-compatible": "3.0.92", zod: "4.6.7" };
  const load = await installPeer("ai-sdk", packages, say);
  const sdk = (await load("ai")) as unknown as AiSdk;
  const adapter = (await load("@ai-sdk/openai-compatible")) as unknown as AiSdkProvider;
  const provider = adapter.createOpenAICompatible({
    name: "bench",
    baseURL: baseUrl,
    apiKey: "a-key",
  });
  const model = provider(benchRequest.model);
  const asked = {
    model,
    prompt: "What is the capital of France? Answer in one word.",
    temperature: 0,
    maxOutputTokens: 100,
  };
  return {
    name: "AI SDK 7.0.173",
    async call() {
      const { text } = await sdk.generateText(asked);
      return text !== "";
    },
    async stream() {
      const { textStream } = sdk.streamText(asked);
      let chunks = 0;
      for await (const _text of textStream) chunks += 1;
      return chunks;
    },
  };
}

/** The SDKs that people use for this, at pinned versions. */
export function installedPeers(
  baseUrl: string,
  say: (line: string) => void,
): Promise<readonly ChatPeer[]> {
  return Promise.all([openAiPeer(baseUrl, say), aiSdkPeer(baseUrl, say)]);
}
