import type { UpstreamRequest } from "../upstream-request.ts";
import { providerName } from "./answer.ts";

/** A fixed second, so that the same requests give the same bytes. */
const created = 1_788_000_000;

/** What is repeated on every chunk of an answer, and stands once in a whole one. */
export interface Identity {
  id: string;
  created: number;
  model: string;
  provider: string;
}

export function identityOf(request: UpstreamRequest): Identity {
  return {
    id: generationId(request.number),
    created: created + request.number,
    model: request.model,
    provider: providerName,
  };
}

/** `gen-` ids, the same for the same request of a fresh upstream. */
export function generationId(number: number): string {
  return `gen-${created + number}-${number.toString(36).padStart(20, "0")}`;
}

/** Sent with every inference, streamed or not. */
export function generationHeaders(request: UpstreamRequest): Record<string, string> {
  return { "x-generation-id": generationId(request.number) };
}
