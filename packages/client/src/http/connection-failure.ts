import { ConnectionError, redact } from "@colloquy/core";

/** What a failure of the network means and what to do about it, by the code that Node or undici gives. */
const FAILURES: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: ["nothing listens there", "Start the server, or correct the address and port."],
  ENOTFOUND: ["no such host", "Check the host's name and your network connection."],
  EAI_AGAIN: ["the host's name could not be looked up", "Check your network connection."],
  ECONNRESET: [
    "the connection was reset",
    "Try again; if it stays, look for a proxy or firewall between.",
  ],
  EPIPE: [
    "the connection was closed while sending",
    "Try again; perhaps the request is too large for the server.",
  ],
  EHOSTUNREACH: ["the host cannot be reached", "Check your network connection and the address."],
  ENETUNREACH: ["the network cannot be reached", "Check your network connection."],
  ETIMEDOUT: [
    "no connection in time",
    "Check the address and your network; behind a proxy set HTTPS_PROXY.",
  ],
  UND_ERR_CONNECT_TIMEOUT: [
    "no connection in time",
    "Check the address and your network; behind a proxy set HTTPS_PROXY.",
  ],
  UND_ERR_SOCKET: [
    "the server closed the connection",
    "Try again; if it stays, look at the server.",
  ],
  UND_ERR_PRX_TLS: ["the proxy's certificate is not for its name", "Check HTTPS_PROXY."],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["the answer was cut short", "Try again."],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    "the certificate is self-signed",
    "Trust it with NODE_EXTRA_CA_CERTS, or use another address.",
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    "the certificate is signed by an unknown authority",
    "Trust that authority with NODE_EXTRA_CA_CERTS.",
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "the certificate cannot be verified",
    "Trust its authority with NODE_EXTRA_CA_CERTS.",
  ],
  CERT_HAS_EXPIRED: [
    "the certificate has expired",
    "Tell whoever runs the server; check this machine's clock.",
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: ["the certificate is for another name", "Check the address."],
  ERR_SSL_WRONG_VERSION_NUMBER: [
    "the server does not speak TLS there",
    "Use http:// instead of https://, or another port.",
  ],
};

/** Failures to connect: behind a proxy they are the proxy's, for only to it a connection is made. */
const UNCONNECTED: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const PROXY_REMEDY = "Check HTTPS_PROXY and HTTP_PROXY, or exempt this host in NO_PROXY.";

/**
 * A failure that the HTTP library reported, as a typed error. `proxy` is the host and port of the proxy on
 * the way to `url`, if there is one.
 */
export function connectionFailure(cause: unknown, url: URL, proxy?: string): ConnectionError {
  const code = codeOf(cause);
  const [meaning, remedy] = FAILURES[code ?? ""] ?? parserFailure(code, cause);
  const isProxys = proxy !== undefined && UNCONNECTED.has(code ?? "");
  const place = isProxys ? `the proxy ${proxy} on the way to ${url.host}` : url.host;
  return new ConnectionError(
    {
      message: `${place}: ${meaning}${code ? ` (${code})` : ""}`,
      code,
      remedy: isProxys ? PROXY_REMEDY : remedy,
      details: { origin: url.origin, reason: redact(messageOf(cause)) },
    },
    { cause },
  );
}

function parserFailure(code: string | null, cause: unknown): readonly [string, string] {
  const message = redact(messageOf(cause));
  if (code?.startsWith("HPE_") || (cause instanceof Error && cause.name === "HTTPParserError")) {
    return [
      "what answered does not speak HTTP properly",
      "Check the address, the port and http or https.",
    ];
  }
  if (/proxy/i.test(message)) {
    return [message, PROXY_REMEDY];
  }
  return [message, "Try again; check the address and your network connection."];
}

/** Node tries all addresses of a host and reports their failures together. */
function codeOf(cause: unknown): string | null {
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return null;
  return typeof cause.code === "string" ? cause.code : null;
}

function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return messageOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}
