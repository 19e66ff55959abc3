import type { ToolCallDelta } from "./completion.ts";
import type { ToolCall } from "./message.ts";
import { mergeValue } from "./merge-value.ts";
import { isWireObject, numberOr, textOr } from "./wire-value.ts";
import type { WireObject } from "./wire-value.ts";

interface Slot {
  readonly index: number;
  id: string;
  type: string;
  name: string;
  arguments: string;
  called: WireObject;
  rest: WireObject;
}

/**
 * Puts streamed tool calls together by their index. Providers leave out indexes and ids, give every
 * parallel call index 0, repeat the name, and send white space after a complete call: none of that makes
 * a call appear twice or lose its arguments.
 */
export class ToolCallAccumulator {
  readonly #slots: Slot[] = [];

  add(fragment: ToolCallDelta): void {
    const slot = this.#slotFor(fragment);
    if (!slot) return;
    const { id, type, function: called, index: _, ...rest } = fragment;
    slot.id = textOr(id) || slot.id;
    slot.type = textOr(type) || slot.type;
    if (isWireObject(called)) addCalled(slot, called);
    for (const key in rest) {
      slot.rest = { ...slot.rest, [key]: mergeValue(key, slot.rest[key], rest[key]) };
    }
  }

  /** The calls so far in the order of their indexes. */
  calls(): readonly ToolCall[] {
    return this.#slots
      .toSorted((one, other) => one.index - other.index)
      .map(({ id, type, name, arguments: text, called, rest }) => ({
        ...rest,
        id,
        type: (type || "function") as "function",
        function: { ...called, name, arguments: text },
      }));
  }

  #slotFor(fragment: ToolCallDelta): Slot | undefined {
    const known = this.#known(fragment);
    if (known && !beginsAnother(known, fragment)) return known;
    if (!known && isBlank(fragment)) return undefined;
    const index = numberOr(fragment.index, (this.#slots.at(-1)?.index ?? -1) + 1);
    const slot = { index, id: "", type: "", name: "", arguments: "", called: {}, rest: {} };
    this.#slots.push(slot);
    return slot;
  }

  #known({ index, id }: ToolCallDelta): Slot | undefined {
    if (typeof index === "number") return this.#slots.findLast((slot) => slot.index === index);
    const same = id ? this.#slots.findLast((slot) => slot.id === id) : undefined;
    return same ?? this.#slots.at(-1);
  }
}

function addCalled(slot: Slot, called: WireObject): void {
  const { name, arguments: given, ...rest } = called;
  if (textOr(name) !== slot.name) slot.name += textOr(name);
  slot.arguments += isWireObject(given) ? JSON.stringify(given) : textOr(given);
  for (const key in rest) {
    slot.called = { ...slot.called, [key]: mergeValue(key, slot.called[key], rest[key]) };
  }
}

/** A fragment with a name, at an index already taken, is a new call if its id says so or the old one is whole. */
function beginsAnother(slot: Slot, { id, index, function: called }: ToolCallDelta): boolean {
  if (!called?.name || !slot.name) return false;
  if (id && slot.id) return id !== slot.id;
  if (typeof index !== "number") return true;
  return textOr(called.arguments).trim() !== "" && isJson(slot.arguments);
}

function isBlank({ id, function: called }: ToolCallDelta): boolean {
  const given: unknown = called?.arguments;
  return !id && !called?.name && (typeof given !== "string" ? !given : given.trim() === "");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
