import { EventSourceParserStream } from "eventsource-parser/stream";
import { benchRequest } from "../wire/bench-request.ts";
import { importPeer, installPeer } from "./install-peer.ts";

/** Another client of the same protocol: one whole call, and one stream, giving how many chunks came. */
export interface ChatPeer {
  call(): Promise<boolean>;
  stream(): Promise<number>;
}

const FETCH = "fetch";
const OPENAI = "openai 6.49.0";
const AI_SDK = "AI SDK 7.0.173";

/** The SDKs that people use for this, at pinned versions. */
const INSTALLED = {
  [OPENAI]: { openai: "6.49.0" },
  [AI_SDK]: { ai: "7.0.173", "@ai-sdk/openai-compatible": "3.0.92", zod: "4.6.7" },
} as const;

/** Node's own fetch, with what one has to write around it: no library needed. */
function fetchPeer(baseUrl: string): ChatPeer {
  const post = (stream: boolean): Promise<Response> =>
    fetch(`${baseUrl}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer a-key" },
      body: JSON.stringify({ ...benchRequest, stream }),
    });
  return {
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

async function openAiPeer(baseUrl: string): Promise<ChatPeer> {
  const load = importPeer(INSTALLED[OPENAI]);
  const { default: OpenAI } = (await load("openai")) as {
    default: new (options: object) => OpenAiClient;
  };
  const client = new OpenAI({ baseURL: baseUrl, apiKey: "a-key" });
  return {
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

async function aiSdkPeer(baseUrl: string): Promise<ChatPeer> {
  const load = importPeer(INSTALLED[AI_SDK]);
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

/** The peers that a bench runs: fetch always; the SDKs, brought here if need be, when asked for. */
export async function chatPeerNames(
  wantsInstalled: boolean,
  say: (line: string) => void,
): Promise<readonly string[]> {
  if (!wantsInstalled) return [FETCH];
  for (const packages of Object.values(INSTALLED)) await installPeer(packages, say);
  return [FETCH, ...Object.keys(INSTALLED)];
}

/** The peer of that name; its packages are installed. */
export function chatPeer(name: string, baseUrl: string): ChatPeer | Promise<ChatPeer> {
  if (name === OPENAI) return openAiPeer(baseUrl);
  return name === AI_SDK ? aiSdkPeer(baseUrl) : fetchPeer(baseUrl);
}
