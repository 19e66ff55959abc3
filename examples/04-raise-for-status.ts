// `raiseForStatus()` returns the response when all went well, and throws what the server said when not.
// It is a method to call: printing it unbound, as `response.raise_for_status`, checks nothing.
import { HttpClient } from "@colloquy/client";
import { ApiError } from "@colloquy/core";
import { apiKey, baseUrl } from "./settings.ts";

const http = new HttpClient({ baseUrl, apiKey });

const item = (await http.get("/items/1")).raiseForStatus().json();
console.log(item);

try {
  (await http.get("/items/none")).raiseForStatus();
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  const { status, message, retryable } = error.record;
  console.log({ status, message, retryable });
}
await http.dispose();

// Prints:
//   { id: '1', name: 'umbrella' }
//   { status: 404, message: 'There is no item none', retryable: false }
