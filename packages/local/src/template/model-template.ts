import { ModelFileError } from "@colloquy/core";
import type { Engine } from "../engine/engine.ts";
import type { ModelFile } from "../model-file/fetch-model-file.ts";
import type { ChatTemplate } from "./chat-template.ts";
import { chatmlTemplate } from "./chatml.ts";
import { specialWords } from "./special-words.ts";

/** The chat template of a loaded model: ChatML by hand for the embedded ones, else what the file brings. */
export async function modelTemplate(engine: Engine, file: ModelFile): Promise<ChatTemplate> {
  const { model, bytes } = engine;
  if (file.embedded) {
    const [start] = model.tokenize("<|im_start|>", true);
    const [end] = model.tokenize("<|im_end|>", true);
    if (start === undefined || end === undefined) throw noTemplate(file);
    return chatmlTemplate({
      tokenize: (text) => model.tokenize(text),
      text: (tokens) => bytes.text(tokens),
      start,
      end,
      defaultSystem: file.embedded.default_system,
    });
  }
  const source = model.fileInfo.metadata.tokenizer?.chat_template;
  if (!source) return templateless(file);
  const { jinjaTemplate } = await import("./jinja-template.ts");
  const { tokens } = model;
  return jinjaTemplate({
    source,
    bos: tokens.bosString ?? "",
    eos: tokens.eosString ?? "",
    bosToken: tokens.shouldPrependBosToken ? (tokens.bos ?? undefined) : undefined,
    tokenize: (text, special) => model.tokenize(text, special),
    text: (ids) => bytes.text(ids),
    special: specialWords(model),
  });
}

/** A base model still has tokens and distributions; only a conversation cannot be put to it. */
function templateless(file: ModelFile): ChatTemplate {
  return {
    id: "none/1",
    render: () => {
      throw noTemplate(file);
    },
    countMessage: () => 0,
    countFrame: () => ({ lead: 0, trail: 0 }),
    continuation: () => undefined,
  };
}

function noTemplate({ path }: ModelFile): ModelFileError {
  return new ModelFileError({
    message: `${path} brings no chat template`,
    code: "no_chat_template",
    remedy: "Use an instruction-tuned model; its name often ends in -Instruct or -it.",
    details: { path },
  });
}
