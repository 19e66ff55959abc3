import type { LlamaModel, Token } from "node-llama-cpp";

/** The binding's model keeps the vocabulary's own spelling of a token behind node-llama-cpp's. */
interface Spelling {
  _model?: { getTokenString?(token: number): string | undefined };
}

/**
 * The UTF-8 bytes that each token stands for: a part of a character for some tokens, nothing for control
 * tokens. The bytes of a text's tokens, one after the other, are the text's.
 */
export class TokenBytes {
  readonly #model: LlamaModel;
  readonly #known = new Map<number, Uint8Array>();
  readonly #byteOfSymbol: ReadonlyMap<string, number> | undefined;

  constructor(model: LlamaModel) {
    this.#model = model;
    this.#byteOfSymbol = model.vocabularyType === "bpe" ? byteSymbols() : undefined;
  }

  of(token: number): Uint8Array {
    let bytes = this.#known.get(token);
    if (!bytes) {
      bytes = this.#read(token as Token);
      this.#known.set(token, bytes);
    }
    return bytes;
  }

  /** The text of some tokens; what is no whole character becomes U+FFFD. */
  text(tokens: readonly number[]): string {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    let text = "";
    for (const token of tokens) text += decoder.decode(this.of(token), { stream: true });
    return text + decoder.decode();
  }

  #read(token: Token): Uint8Array {
    if (this.#model.isSpecialToken(token)) return new Uint8Array();
    const spelling = (this.#model as unknown as Spelling)._model?.getTokenString?.(token);
    if (spelling === undefined) return Buffer.from(this.#model.detokenize([token]));
    const hex = /^<0x([0-9A-Fa-f]{2})>$/.exec(spelling);
    if (hex?.[1] && !this.#byteOfSymbol) return Uint8Array.of(Number.parseInt(hex[1], 16));
    if (!this.#byteOfSymbol) return Buffer.from(spelling.replaceAll("\u2581", " "));
    const bytes = Array.from(spelling, (symbol) => this.#byteOfSymbol?.get(symbol));
    return bytes.every((byte) => byte !== undefined)
      ? Uint8Array.from(bytes)
      : Buffer.from(spelling);
  }
}

/** Byte-level vocabularies write each byte as one printable character; this is GPT-2's table, inverted. */
function byteSymbols(): ReadonlyMap<string, number> {
  const symbols = new Map<string, number>();
  let next = 256;
  for (let byte = 0; byte < 256; byte++) {
    const printable =
      (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
    symbols.set(String.fromCodePoint(printable ? byte : next++), byte);
  }
  return symbols;
}
