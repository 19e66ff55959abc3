import type { GuideRow } from "./error-guide.ts";

/** 200 and the statuses that blame the request. */
export const CLIENT_STATUSES: Readonly<Record<string, GuideRow>> = {
  200: {
    status: 200,
    title: "OK",
    meaning:
      "The server took the request and began to answer. It is no promise: once the first byte is sent the status cannot change, so an error can still stand inside the body or the stream.",
    causes: [
      "everything went well: read choices[0].finish_reason to know how the answer ended",
      "an `error` object in the body, in choices[0], or in a later chunk",
      "only white space, sent to keep the connection open: no answer came",
    ],
    retryable: false,
    retry: "There is nothing to repeat, unless the body holds an error; then that error decides.",
    remedy: "Look for `error` in the body before you use the answer; Colloquy always does.",
    command: 'colloquy "Say hello." --json',
  },
  400: {
    status: 400,
    title: "Bad Request",
    meaning:
      "Something in the request is wrong, so no model was asked. The message usually names the field.",
    causes: [
      "a parameter out of range or misspelt, or a model id that does not exist",
      "messages and answer together are longer than the model's window",
      "an image that cannot be read, or content that the provider refuses",
    ],
    retryable: false,
    retry: "The same request is refused again; change it first.",
    remedy: "Read the message, correct the field it names, and check parameters and model id.",
    command: "colloquy parameters",
  },
  401: {
    status: 401,
    title: "Unauthorized",
    meaning:
      "The server does not know who asks: the key is missing, mistyped, disabled or expired.",
    causes: [
      "no key is set, or the variable holds an empty text",
      "the key was deleted, or belongs to another service",
      "a space or a line break was copied along with it",
    ],
    retryable: false,
    retry: "The key does not get better by waiting.",
    remedy:
      "Set a valid key for this server, then check which one is in use with `colloquy doctor`.",
    command: "colloquy keys set openrouter",
  },
  402: {
    status: 402,
    title: "Payment Required",
    meaning:
      "The account or the key has not enough credit for what this request could cost at most. A negative balance blocks free models too.",
    causes: [
      "the balance is used up, or a limit set on the key is reached",
      "no max_tokens was sent, so the longest possible answer is reckoned with",
      "too many requests at once hold the rest of the budget (then a Retry-After comes along)",
    ],
    retryable: false,
    retry:
      "Only when the message says that requests in flight hold the budget, and after Retry-After.",
    remedy: "Add credit, raise the key's limit, or set a smaller max_tokens.",
    command: "colloquy api GET /key",
  },
  403: {
    status: 403,
    title: "Forbidden",
    meaning: "The server knows who asks and does not allow this request.",
    causes: [
      "moderation flagged the input; metadata.reasons says why",
      "a guardrail or a budget of the workspace blocks it",
      "the key lacks a permission, or the model is not offered in your region or to your kind of app",
    ],
    retryable: false,
    retry: "The same request meets the same rule.",
    remedy:
      "Reword what was flagged, choose another model, or ask whoever set the rule to change it.",
    command: "colloquy models list",
  },
  404: {
    status: 404,
    title: "Not Found",
    meaning:
      "There is no such address, or no provider left that can serve this request after all its conditions were applied.",
    causes: [
      "the model id or the path is misspelt, or the model is gone",
      "no provider of this model supports the tools, images or parameters sent",
      "your privacy settings or provider lists exclude all that could",
    ],
    retryable: false,
    retry: "Not before the request, the settings or the model change.",
    remedy: "Check the model id, then drop the condition that the message names.",
    command: "colloquy models list",
  },
  405: {
    status: 405,
    title: "Method Not Allowed",
    meaning: "The address exists, but not for this HTTP method.",
    causes: [
      "GET where POST is needed, or the other way round",
      "an address with a slash too many",
    ],
    retryable: false,
    retry: "Use the right method instead.",
    remedy: "Check method and path: asking is POST, looking things up is GET.",
    command: "colloquy api GET /models",
  },
  408: {
    status: 408,
    title: "Request Timeout",
    meaning: "The server waited too long, for the request itself or for the model behind it.",
    causes: [
      "a slow network while sending a large request",
      "a model that is starting up or overloaded",
    ],
    retryable: true,
    retry: "Often the second attempt meets a model that is awake.",
    remedy: "Ask again; with very long input send less of it, or choose a faster model.",
    command: 'colloquy "Say hello." -o max_tokens 20',
  },
  409: {
    status: 409,
    title: "Conflict",
    meaning: "What should be created exists already, or somebody changed it at the same moment.",
    causes: ["a name that is taken", "two programs that write the same thing at once"],
    retryable: true,
    retry: "If two writers met; not if the name is taken.",
    remedy: "Look at what is there, then choose another name or update it instead.",
    command: "colloquy api GET /presets",
  },
  410: {
    status: 410,
    title: "Gone",
    meaning: "This address existed once and was taken away for good.",
    causes: ["a retired part of the API", "an old example or an old client"],
    retryable: false,
    retry: "It does not come back.",
    remedy: "Use what replaced it; the service's changelog says what that is.",
    command: "colloquy api GET /models",
  },
  412: {
    status: 412,
    title: "Precondition Failed",
    meaning: "The request said 'only if …', and that condition does not hold.",
    causes: [
      "the thing changed since you looked at it",
      "a condition in the request that cannot hold",
    ],
    retryable: false,
    retry: "Only after you have looked at the present state and formed the request anew.",
    remedy: "Fetch the present state first, then send the request again on top of it.",
    command: "colloquy doctor",
  },
  413: {
    status: 413,
    title: "Payload Too Large",
    meaning:
      "The body of the request is larger than the server accepts, before any token is counted.",
    causes: ["large images or files sent inside the request", "a very long history"],
    retryable: false,
    retry: "It is as large the next time.",
    remedy: "Send smaller or fewer files, link to them by URL, or send less of the history.",
    command: "colloquy log list",
  },
  422: {
    status: 422,
    title: "Unprocessable Content",
    meaning: "The request is readable, but its values make no sense together or to this model.",
    causes: [
      "a tool or a schema that the provider cannot use",
      "messages in an order that is not allowed",
    ],
    retryable: false,
    retry: "The same values fail again.",
    remedy: "Read which field the message names and correct it.",
    command: "colloquy parameters",
  },
  429: {
    status: 429,
    title: "Too Many Requests",
    meaning:
      "A limit was reached: yours, the one that all users of a free model share, or the provider's. limit_source and the message say which.",
    causes: [
      "more requests a minute than allowed (free models: about 20)",
      "the day's free requests are used up: that one ends at 00:00 UTC",
      "the provider is busy: then it is not about you",
    ],
    retryable: true,
    retry: "After the time in Retry-After, or a few seconds; never for a daily limit.",
    remedy: "Wait as long as the server says, or use another model or provider.",
    command: "colloquy api GET /key",
  },
};
