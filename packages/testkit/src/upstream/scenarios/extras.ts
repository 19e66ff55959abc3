import { both, complete } from "../expect.ts";
import type { Scenario } from "../scenario.ts";
import { answerPieces, answerText } from "../wire/answer.ts";
import { answerChunks, chunk } from "../wire/chunks.ts";
import { sendBody, sendChunks } from "../wire/send.ts";
import { contents, saying } from "./saying.ts";

const whole = complete({ text: answerText, finish_reason: "stop", requests: 1 });

const pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
const images = [{ type: "image_url", image_url: { url: pixel } }];
const annotations = [
  { type: "url_citation", url_citation: { url: "https://example.org/rain", title: "On rain" } },
];

const attachments = saying({
  name: "images-and-annotations",
  summary: "An image and a citation come with the text.",
  contract: "Images and annotations are kept.",
  deltas: [...contents, { images }, { annotations }],
  message: { images, annotations },
});

const attachedSound = saying({
  name: "audio",
  summary: "Sound comes in pieces of Base64, with its transcript.",
  contract: "Pieces of sound and transcript are joined.",
  deltas: [
    { audio: { id: "audio_1", data: "UklGRg==", transcript: "Rain" } },
    { audio: { data: "V0FWRQ==", transcript: " drums." } },
    ...contents,
  ],
  message: { audio: { id: "audio_1", data: "UklGRldBVkU=", transcript: "Rain drums." } },
});

const candidate = (
  token: string,
  logprob: number,
): { token: string; logprob: number; bytes: number[] } => ({
  token,
  logprob,
  bytes: [...Buffer.from(token)],
});

const probable = answerPieces.map((token, index) => ({
  ...candidate(token, -0.1 * (index + 1)),
  top_logprobs: [candidate(token, -0.1 * (index + 1)), candidate(" snow", -3)],
}));

const logprobs: Scenario = {
  name: "logprobs",
  group: "message",
  summary: "Every token comes with its probability and the runner-up's.",
  contract: "logprobs stand in the choice, beside the delta, and are joined in order.",
  parameters: { logprobs: true, top_logprobs: 2 },
  respond(request, reply) {
    if (!request.streaming) {
      return sendBody(request, reply, {
        choice: { logprobs: { content: probable, refusal: null } },
      });
    }
    return sendChunks(request, reply, [
      ...probable.map((content) =>
        chunk(request, {
          delta: { role: "assistant", content: content.token },
          logprobs: { content: [content], refusal: null },
        }),
      ),
      ...answerChunks(request).slice(-2),
    ]);
  },
  expect: both(whole),
};

const metadata: Scenario = {
  name: "router-metadata",
  group: "message",
  summary:
    "A first chunk without choices shows the upstream's body; the last one how it was routed.",
  contract: "debug and openrouter_metadata ride on chunks of the answer and are no part of it.",
  respond(request, reply) {
    const openrouter_metadata = { requested: request.model, strategy: "direct", attempt: 1 };
    if (!request.streaming) return sendBody(request, reply, { body: { openrouter_metadata } });
    const debug = { echo_upstream_body: { model: "upstream/model", stream: true } };
    const chunks = answerChunks(request);
    return sendChunks(request, reply, [
      chunk(request, {}, { choices: [], debug }),
      ...chunks.slice(0, -1),
      { ...chunks.at(-1), openrouter_metadata },
    ]);
  },
  expect: both(whole),
};

export const extraScenarios: readonly Scenario[] = [attachments, attachedSound, logprobs, metadata];
