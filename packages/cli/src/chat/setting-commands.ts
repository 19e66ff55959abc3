import { InvalidInputError } from "@colloquy/core";
import { findPreset } from "../parameters/find-preset.ts";
import { readAssignments } from "../parameters/read-assignments.ts";
import { sanitise } from "../render/sanitise.ts";
import { parameterWords } from "../render/status-line.ts";
import { modelChange } from "../ask/model-change.ts";
import { stay, type ChatCommand } from "./chat-command.ts";
import type { ChatSession } from "./chat-session.ts";

async function sayParameters(session: ChatSession): Promise<void> {
  const { parameters } = await session.settings();
  const words = sanitise(parameterWords(parameters));
  session.context.screen.say(words === "" ? "no parameters are set" : words);
}

/** Commands that change what the next turn sends. */
export const settingCommands: readonly ChatCommand[] = [
  {
    name: "set",
    arguments: "KEY VALUE",
    about: "set a parameter; alone, show them",
    async run(session, rest) {
      const [, key, value] = /^(\S+?)(?:\s*=\s*|\s+)(.+)$/s.exec(rest) ?? [];
      if (rest !== "" && (key === undefined || value === undefined))
        throw needs("set", "/set temperature 0.2");
      if (key !== undefined)
        session.change(
          await readAssignments([`${key}=${value}`], {
            cwd: session.context.cwd,
            force: session.force,
          }),
        );
      await sayParameters(session);
      return stay;
    },
  },
  {
    name: "unset",
    arguments: "KEY",
    about: "take a parameter away",
    async run(session, rest) {
      if (rest === "") throw needs("unset", "/unset temperature");
      session.change({ unset: rest.split(/\s+/) });
      await sayParameters(session);
      return stay;
    },
  },
  {
    name: "model",
    arguments: "NAME",
    about: "ask another model; alone, show it",
    async run(session, rest) {
      if (rest !== "") {
        const model = modelChange(rest, session.context);
        await session.context.model(model);
        session.change({ model });
      }
      session.context.screen.say(sanitise((await session.settings()).model));
      return stay;
    },
  },
  {
    name: "system",
    arguments: "TEXT",
    about: 'another system prompt, "" for none; alone, show it',
    async run(session, rest) {
      if (rest !== "") session.change({ system: rest === '""' ? null : rest });
      const { system } = await session.settings();
      session.context.screen.say(system === null ? "no system prompt" : sanitise(system));
      return stay;
    },
  },
  {
    name: "preset",
    arguments: "NAME",
    about: "named parameters; alone, show which",
    async run(session, rest) {
      if (rest !== "") session.change({ preset: findPreset(rest, session.context.config.file) });
      const { preset } = await session.settings();
      session.context.screen.say(preset === null ? "no preset" : sanitise(preset));
      await sayParameters(session);
      return stay;
    },
  },
];

function needs(command: string, example: string): InvalidInputError {
  return new InvalidInputError({
    message: `/${command} needs more than that`,
    remedy: `For example ${example}`,
    details: { field: command },
  });
}
