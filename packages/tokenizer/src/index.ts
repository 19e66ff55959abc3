export { ESTIMATE_BOUND, estimateTokenizer, estimateTokens } from "./estimate.ts";
export { framedTokenizer, type FramedTokenizerOptions } from "./framing.ts";
export { encodingOf, tokenizerFor } from "./tokenizer-for.ts";
export { FOREIGN_BOUND, vocabularyTokenizer, type Encoding } from "./vocabulary.ts";
