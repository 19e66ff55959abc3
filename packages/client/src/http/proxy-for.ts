/** Environment variables as a process has them. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to use for an address, from HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in lower case first as curl
 * has it; undefined for a direct connection. ALL_PROXY serves both schemes. NO_PROXY takes host names
 * with all their sub-domains, `host:port`, addresses and `*`.
 */
export function proxyFor(url: URL, environment: EnvironmentVariables): string | undefined {
  const scheme = url.protocol === "https:" ? "https" : "http";
  const proxy = read(environment, `${scheme}_proxy`) ?? read(environment, "all_proxy");
  if (!proxy || isExempt(url, read(environment, "no_proxy") ?? "")) return undefined;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** A web server's CGI environment has HTTP_PROXY set by a request's header: then only lower case counts. */
function read(environment: EnvironmentVariables, name: string): string | undefined {
  const upper = name.toUpperCase();
  const trustUpper = upper !== "HTTP_PROXY" || environment["REQUEST_METHOD"] === undefined;
  return environment[name] || (trustUpper ? environment[upper] : undefined) || undefined;
}

function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => matches(entry.toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const withPort = /^(.*?):(\d+)$/.exec(entry);
  const isAddressWithoutPort = entry.split(":").length > 2 && !entry.startsWith("[");
  if (withPort && !isAddressWithoutPort && withPort[2] !== port) return false;
  const bare = isAddressWithoutPort ? entry : (withPort?.[1] ?? entry);
  const name = bare.replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
  return name !== "" && (host === name || host.endsWith(`.${name}`));
}
