import { DEFAULT_POLICY, POLICIES, type PolicyName } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";

/** What each policy does with a history that no longer fits, in a sentence or two. */
const policies: Readonly<Record<PolicyName, string>> = {
  full: "Sends everything. A history that does not fit is refused, with the figures.",
  recent:
    "Drops the oldest turns, as many as must go, at every turn. The prompt begins differently each time, so a provider's cache seldom helps.",
  "middle-out": "Keeps the beginning and the end and drops the middle, at every turn.",
  block:
    "Drops a block of whole turns at once and then leaves the beginning alone for many turns, so that what was sent is read from the provider's cache. How rarely it cuts follows from the model's prices.",
  recall:
    "Cuts as block does, and quotes behind the new message those older turns that it needs, each with its turn and date. Found by words, without a model or network.",
  summary:
    "Cuts as block does, and has the model keep a running summary of what was dropped. Summaries can be read, edited and undone; the originals stay.",
};

/** The policies by name. */
export const contextPolicies: Command = {
  name: "context policies",
  summary: "How it can be chosen what of a long conversation is sent.",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy context policies"],
  run({ screen, config }, input) {
    const used = config.get("policy");
    if (input.flag("json"))
      printJson(screen, {
        policies: POLICIES.map((name) => ({
          name,
          does: policies[name],
          default: name === DEFAULT_POLICY,
        })),
      });
    else {
      for (const name of POLICIES) {
        const mark = name === used ? screen.out.green("*") : " ";
        screen.print(`${mark} ${screen.out.bold(name.padEnd(10))}  ${policies[name]}\n`);
      }
      screen.say(
        "Each sends everything while it fits. One turn: --policy NAME; always: colloquy config set policy NAME",
      );
    }
    return Promise.resolve(exitCode.done);
  },
};
