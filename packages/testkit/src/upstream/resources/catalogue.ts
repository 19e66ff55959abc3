import { modelList } from "../../fixtures/model-list.ts";
import { errorBody } from "../wire/errors.ts";
import { segments, type Resource } from "./resource.ts";

function page(query: URLSearchParams): { offset: number; limit: number } {
  const limit = query.get("limit");
  return {
    offset: Number(query.get("offset") ?? 0),
    limit: limit === null ? modelList.length : Number(limit),
  };
}

function endpointsOf(id: string): unknown {
  const model = modelList.find((known) => known.id === id);
  if (!model) return undefined;
  const { name, created, description, architecture, pricing, context_length } = model;
  const endpoint = {
    name: `Parlour | ${id}`,
    model_id: id,
    model_name: name,
    provider_name: "Parlour",
    tag: "parlour",
    quantization: "fp8",
    context_length,
    max_prompt_tokens: null,
    max_completion_tokens: 4096,
    pricing,
    supported_parameters: model.supported_parameters,
    supports_implicit_caching: false,
    status: 0,
    uptime_last_30m: 99.5,
    latency_last_30m: null,
    throughput_last_30m: null,
  };
  return { id, name, created, description, architecture, endpoints: [endpoint] };
}

/** `/models`, `/models/count`, `/model/A/S` and `/models/A/S/endpoints`. */
export const catalogue: Resource = (request, reply) => {
  const [collection, author, slug, last] = segments(request.path);
  if (collection !== "models" && collection !== "model") return false;
  const unknown = (): void =>
    reply.json(404, errorBody(404, `Model ${author ?? ""}/${slug ?? ""} was not found`));
  if (author === undefined) {
    const { offset, limit } = page(request.query);
    const next =
      offset + limit < modelList.length ? `/api/v1/models?offset=${offset + limit}` : null;
    reply.json(200, {
      data: modelList.slice(offset, offset + limit),
      total_count: modelList.length,
      links: { next },
    });
  } else if (author === "count" && slug === undefined) {
    reply.json(200, { data: { count: modelList.length } });
  } else {
    const id = `${author}/${slug ?? ""}`;
    const data =
      last === "endpoints" ? endpointsOf(id) : modelList.find((known) => known.id === id);
    if (data === undefined) unknown();
    else reply.json(200, { data });
  }
  return true;
};
