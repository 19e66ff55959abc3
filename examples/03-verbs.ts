// Any HTTP verb, and a response that can be read in any order, any number of times.
// Against a practice server: npm run upstream -- ok, then OPENROUTER_BASE_URL=http://127.0.0.1:4010/api/v1
import { HttpClient } from "@colloquy/client";
import { apiKey, baseUrl } from "./settings.ts";

const http = new HttpClient({ baseUrl, apiKey });

const created = await http.post("/items", { json: { name: "lamp" } });
console.log("POST", created.status, created.ok, created.header("location"));

const path = created.header("location") ?? "/items/3";
const changed = await http.put(path, { json: { name: "lantern" } });
console.log("PUT", changed.status, changed.json());

const read = await http.get(path);
console.log("GET", read.status, read.text());
console.log("the same again:", read.json());

const deleted = await http.delete(path);
console.log("DELETE", deleted.status, JSON.stringify(deleted.text()));

const gone = await http.get(path);
console.log("GET", gone.status, gone.ok);
await http.dispose();

// Prints:
//   POST 201 true /items/3
//   PUT 200 { name: 'lantern', id: '3' }
//   GET 200 {"name":"lantern","id":"3"}
//   the same again: { name: 'lantern', id: '3' }
//   DELETE 204 ""
//   GET 404 false
