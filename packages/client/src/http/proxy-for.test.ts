import { describe, expect, it } from "vitest";
import { proxyFor } from "./proxy-for.ts";

function proxy(url: string, environment: Record<string, string>): string | undefined {
  return proxyFor(new URL(url), environment);
}

describe("proxyFor", () => {
  it("goes by the address's scheme, lower case first, ALL_PROXY last", () => {
    const environment = {
      HTTP_PROXY: "http://a:1",
      https_proxy: "http://b:2",
      HTTPS_PROXY: "http://c:3",
    };
    expect(proxy("http://x/", environment)).toBe("http://a:1");
    expect(proxy("https://x/", environment)).toBe("http://b:2");
    expect(proxy("https://x/", { ALL_PROXY: "http://d:4" })).toBe("http://d:4");
    expect(proxy("https://x/", { https_proxy: "" })).toBeUndefined();
    expect(proxy("https://x/", { https_proxy: "host:8080" })).toBe("http://host:8080");
  });

  it("does not trust HTTP_PROXY where a request may have set it", () => {
    expect(proxy("http://x/", { HTTP_PROXY: "http://a:1", REQUEST_METHOD: "GET" })).toBeUndefined();
  });

  it.each([
    ["*", "https://any.example/", true],
    ["example.com", "https://example.com/", true],
    ["example.com", "https://api.example.com/", true],
    [".example.com", "https://api.example.com/", true],
    ["*.example.com", "https://api.example.com/", true],
    ["example.com", "https://badexample.com/", false],
    ["example.com:8443", "https://example.com/", false],
    ["example.com:443", "https://example.com/", true],
    ["a.test, EXAMPLE.com", "https://example.com/", true],
    ["127.0.0.1", "http://127.0.0.1:99/", true],
    ["::1", "http://[::1]:99/", true],
    ["[::1]:99", "http://[::1]:99/", true],
    ["", "https://example.com/", false],
  ])("NO_PROXY=%s exempts %s: %s", (list, url, exempt) => {
    const environment = { ALL_PROXY: "http://p:1", NO_PROXY: list };
    expect(proxy(url, environment) === undefined).toBe(exempt);
  });
});
