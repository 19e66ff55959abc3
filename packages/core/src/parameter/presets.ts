import type { Parameters } from "../chat/request.ts";

/** Named parameters, perhaps with a system prompt. */
export interface Preset {
  name: string;
  description: string;
  parameters: Parameters;
  system?: string;
}

/** The presets that come along: the four uses most often named, with their customary values. */
export const presets: readonly Preset[] = [
  {
    name: "chatbot",
    description:
      "Conversation. 150 tokens cut ordinary answers short: raise max_tokens if they end mid-sentence.",
    parameters: { temperature: 0.7, max_tokens: 150 },
  },
  {
    name: "code",
    description:
      "Programs. Right for one try; when several are drawn and tested, a higher temperature finds more.",
    parameters: { temperature: 0.2, max_tokens: 500 },
  },
  {
    name: "creative",
    description:
      "Stories and ideas. 1 is simply the model's own distribution; 300 tokens are about 225 words.",
    parameters: { temperature: 1, max_tokens: 300 },
  },
  {
    name: "data-analysis",
    description:
      "Facts and figures. 100 tokens hold a figure or a category, not the reasoning that leads to it.",
    parameters: { temperature: 0.1, max_tokens: 100 },
  },
];
