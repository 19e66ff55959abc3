import { errorBody } from "../wire/errors.ts";
import { segments, type Resource } from "./resource.ts";

/** Headers that hold a secret are named but not repeated. */
function shown(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) =>
      name === "authorization" || name === "cookie" ? [name, "(present)"] : [name, value],
    ),
  );
}

/** `/echo`: any method; says what was sent. */
export const echoResource: Resource = (request, reply) => {
  if (segments(request.path)[0] !== "echo") return false;
  reply.json(200, {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query),
    headers: shown(request.headers),
    body: request.body,
    json: request.json,
  });
  return true;
};

/** `/items` and `/items/ID`: a small collection to try every verb on. Each upstream has its own. */
export function itemsResource(): Resource {
  const items = new Map<string, Readonly<Record<string, unknown>>>([
    ["1", { id: "1", name: "umbrella" }],
    ["2", { id: "2", name: "kettle" }],
  ]);
  let last = items.size;

  return (request, reply) => {
    const [collection, id, rest] = segments(request.path);
    if (collection !== "items" || rest !== undefined) return false;
    const item = id === undefined ? undefined : items.get(id);
    const keep = (status: number, key: string, value: Readonly<Record<string, unknown>>): void => {
      items.set(key, { ...value, id: key });
      reply.json(status, items.get(key), { location: `/items/${key}` });
    };
    if (id === undefined && request.method === "GET") reply.json(200, [...items.values()]);
    else if (id === undefined && request.method === "POST")
      keep(201, String((last += 1)), request.json);
    else if (id === undefined)
      reply.json(405, errorBody(405, `${request.method} is not for a collection`), {
        allow: "GET, POST",
      });
    else if (request.method === "PUT") keep(item ? 200 : 201, id, request.json);
    else if (!item) reply.json(404, errorBody(404, `There is no item ${id}`));
    else if (request.method === "PATCH") keep(200, id, { ...item, ...request.json });
    else if (request.method === "GET") reply.json(200, item);
    else if (request.method === "DELETE") {
      items.delete(id);
      reply.bytes(204, "", {});
    } else
      reply.json(405, errorBody(405, `${request.method} is not for an item`), {
        allow: "GET, PUT, PATCH, DELETE",
      });
    return true;
  };
}
