import { createServer } from "node:http";
import { closeServer, listenOnLoopback } from "./loopback-server.ts";
import { readBody, type RecordedRequest } from "./upstream-request.ts";

export interface Stranger {
  origin: string;
  requests: RecordedRequest[];
  close(): Promise<void>;
}

/** Another origin, to which a redirect leads. It keeps what it is sent and answers with its own words. */
export async function startStranger(): Promise<Stranger> {
  const requests: RecordedRequest[] = [];
  const server = createServer((message, response) => {
    void readBody(message).then((body) => {
      requests.push({
        method: message.method ?? "GET",
        path: message.url ?? "/",
        headers: message.headers,
        body: body ?? "",
        scenario: null,
        received_at: Date.now(),
        finished: true,
        left: false,
      });
      const choices = [
        {
          index: 0,
          finish_reason: "stop",
          message: { role: "assistant", content: "A stranger answers." },
        },
      ];
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ id: "stranger", object: "chat.completion", choices }));
    });
  });
  const origin = await listenOnLoopback(server);
  return { origin, requests, close: () => closeServer(server) };
}
