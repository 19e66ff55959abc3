import { connect, type Socket } from "node:net";

/** How a connection ended: by FIN, by RST, or not at all until we left. */
export type RawEnd = "fin" | "reset" | "left";

/** One exchange as bytes on a socket, read without any HTTP library. */
export interface RawReply {
  /** Everything that came, head included. */
  bytes: Buffer;
  /** 0 when what came is no HTTP. */
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The body's HTTP chunks as they were framed; one entry for a body with a length. */
  pieces: readonly Buffer[];
  /** All pieces together. */
  body: Buffer;
  /** Whether the body reached its announced end: its last chunk, or its length. */
  whole: boolean;
  end: RawEnd;
}

export interface RawOptions {
  headers?: Readonly<Record<string, string>>;
  body?: string;
  method?: string;
  /** Leaves after this many milliseconds; default 5,000. */
  leave_ms?: number;
}

/** Sends one request with `Connection: close` over a plain socket and reads what comes to its end. */
export async function rawExchange(url: string, options: RawOptions = {}): Promise<RawReply> {
  const target = new URL(url);
  const socket = connect({ host: target.hostname, port: Number(target.port) });
  const { body = "" } = options;
  const lines = [
    `${options.method ?? "POST"} ${target.pathname}${target.search} HTTP/1.1`,
    `host: ${target.host}`,
    "connection: close",
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(options.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  const { bytes, end } = await readToEnd(socket, options.leave_ms ?? 5000);
  return { bytes, end, ...parse(bytes) };
}

async function readToEnd(
  socket: Socket,
  leave_ms: number,
): Promise<{ bytes: Buffer; end: RawEnd }> {
  const pieces: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<RawEnd>();
  const timer = setTimeout(() => resolve("left"), leave_ms);
  socket.on("data", (piece: Buffer) => pieces.push(piece));
  socket.on("end", () => resolve("fin"));
  socket.on("error", () => resolve("reset"));
  const end = await promise;
  clearTimeout(timer);
  socket.destroy();
  return { bytes: Buffer.concat(pieces), end };
}

function parse(bytes: Buffer): Omit<RawReply, "bytes" | "end"> {
  const headEnd = bytes.indexOf("\r\n\r\n");
  const [first = "", ...lines] = bytes.subarray(0, Math.max(0, headEnd)).toString().split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
  if (status === 0) {
    return { status, headers: {}, pieces: [], body: Buffer.alloc(0), whole: false };
  }
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(":", 1)[0]?.toLowerCase(), line.replace(/^[^:]*:\s*/, "")]),
  );
  const rest = bytes.subarray(headEnd + 4);
  if (headers["transfer-encoding"] === "chunked") {
    const { pieces, whole } = chunksOf(rest);
    return { status, headers, pieces, body: Buffer.concat(pieces), whole };
  }
  const length = Number(headers["content-length"] ?? 0);
  return { status, headers, pieces: [rest], body: rest, whole: rest.length === length };
}

/** The chunks of chunked transfer coding; the last one may be cut. */
function chunksOf(bytes: Buffer): { pieces: Buffer[]; whole: boolean } {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) break;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16);
    if (size === 0) return { pieces, whole: true };
    const start = lineEnd + 2;
    pieces.push(bytes.subarray(start, Math.min(start + size, bytes.length)));
    at = start + size + 2;
  }
  return { pieces, whole: false };
}
