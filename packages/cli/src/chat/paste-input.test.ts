import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { PasteInput } from "./paste-input.ts";

async function read(...chunks: (string | Buffer)[]): Promise<string> {
  const source = new PassThrough();
  const input = new PasteInput(source);
  for (const chunk of chunks) source.write(chunk);
  source.end();
  let text = "";
  for await (const part of input) text += String(part);
  return text;
}

describe("PasteInput", () => {
  it("keeps a paste on the line, its breaks shown, and leaves what is typed alone", async () => {
    expect(await read("a\r\u001b[200~one\r\ntwo\nthree\r\u001b[201~\r")).toBe(
      "a\rone␊two␊three␊\r",
    );
    expect(await read("\u001b[A\u001b")).toBe("\u001b[A\u001b");
  });

  it("obeys no key inside a paste", async () => {
    expect(await read("\u001b[200~rm\u0003\u001b[D\tx\u0004\u001b[201~y")).toBe("rm[D\txy");
  });

  it("finds marks and characters that come in two pieces", async () => {
    const bytes = Buffer.from("\u001b[200~é\n\u001b[201~");
    const each = Array.from(bytes.subarray(2), (byte) => Buffer.from([byte]));
    expect(await read(bytes.subarray(0, 2), ...each, "\r")).toBe("é␊\r");
  });
});
