import type { Transform } from "node:stream";

/** Takes a compressed body as it comes and hands over what it says. */
export interface BodyDecoder {
  write(bytes: Buffer): void;
  end(): void;
}

export interface BodyDecoderOutput {
  data(bytes: Buffer): void;
  end(): void;
  error(error: Error): void;
}

/** The decoder for a Content-Encoding; undefined when there is nothing to undo or it is unknown. */
export function createDecoder(
  encoding: string,
  output: BodyDecoderOutput,
): BodyDecoder | undefined {
  const stream = decoderStream(encoding.trim().toLowerCase());
  if (!stream) return undefined;
  stream.on("data", (bytes: Buffer) => output.data(bytes));
  stream.on("end", () => output.end());
  stream.on("error", (error) => output.error(error));
  return { write: (bytes) => void stream.write(bytes), end: () => void stream.end() };
}

/** Loaded when a server compresses: most answers of a model are not. */
function decoderStream(encoding: string): Transform | undefined {
  if (encoding === "" || encoding === "identity") return undefined;
  const zlib = process.getBuiltinModule("node:zlib");
  // A stream's events are flushed one by one: each must come out when it came in.
  const flush = zlib.constants.Z_SYNC_FLUSH;
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return zlib.createGunzip({ flush, finishFlush: flush });
    case "deflate":
      return zlib.createInflate({ flush, finishFlush: flush });
    case "br":
      return zlib.createBrotliDecompress();
    case "zstd":
      return zlib.createZstdDecompress();
    default:
      return undefined;
  }
}
