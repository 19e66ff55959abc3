import type { OptionSpec } from "../command.ts";

/** What may be said of an experiment on the command line. */
export const runOptions: readonly OptionSpec[] = [
  {
    flags: "-m, --model <model>",
    about: "a model; several are compared with the first",
    repeat: true,
  },
  {
    flags: "-o, --option <key=value>",
    about: "a parameter of the present setting: -o KEY VALUE, KEY=VALUE, KEY=unset, KEY=@FILE",
    repeat: true,
  },
  { flags: "-t, --preset <name>", about: "the present setting out of a preset" },
  { flags: "-s, --system <text>", about: "the system prompt" },
  {
    flags: "-f, --file <file>",
    about: "an experiment (.yaml, .json), prompts (.jsonl), or the text of a prompt",
    repeat: true,
  },
  {
    flags: "--sweep <name=a,b,c>",
    about: "values of a parameter, `unset` among them; several make a grid",
    repeat: true,
  },
  {
    flags: "--cell <[label:] key=value …>",
    about: "one cell, beside those swept",
    repeat: true,
  },
  { flags: "--presets <a,b>", about: "presets as cells", repeat: true },
  {
    flags: "--baseline <cell>",
    about:
      "what the others are compared with: a cell's label, or first; the present setting unless given",
  },
  { flags: "-n, --samples <count>", about: "samples for each prompt and cell (16)" },
  {
    flags: "--metric <a,b>",
    about: "what is measured: NAME or NAME=VALUE (distinct_answers,exact_match,length)",
    repeat: true,
  },
  { flags: "--schema <file>", about: "the JSON schema valid_rate holds answers to" },
  { flags: "--expected <text>", about: "the answer that equals, contains and number look for" },
  { flags: "--goal <metric:max|min>", about: "the metric that decides, and what is better" },
  {
    flags: "--margin <number>",
    about: "a difference that would not matter, of the goal or METRIC=NUMBER",
    repeat: true,
  },
  {
    flags: "--check <'metric >= number'>",
    about: "exit 0 passed, 100 failed, 101 undecided, at one-sided 95%",
    repeat: true,
  },
  { flags: "--race [calls]", about: "halve the cells round by round, then confirm the winner" },
  {
    flags: "--constraint <'metric >= number'>",
    about: "in a race: cells that refute it go first",
    repeat: true,
  },
  {
    flags: "--confirmation-samples <count>",
    about: "in a race: samples a prompt in each of the two cells confirmed",
  },
  { flags: "--looks <count>", about: "how often the data may be looked at, 1 to 5 (1)" },
  { flags: "--seed <number>", about: "the same seed draws the same samples" },
  { flags: "--name <name>", about: "a name to find it by" },
  { flags: "--question <text>", about: "what you want to know, for the report" },
  { flags: "--provider <name>", about: "on OpenRouter: who serves all calls" },
  { flags: "--concurrency <count>", about: "calls at once (16 inside, 8 elsewhere)" },
  { flags: "--max-cost <dollars>", about: "refuse, or stop, where it would cost more" },
  { flags: "--report <file>", about: "where the HTML report goes" },
  { flags: "--commands", about: "lets an experiment file run commands as metrics" },
  { flags: "--force", about: "send parameters as they are, unchecked" },
  { flags: "-y, --yes", about: "do not ask" },
  { flags: "--json", about: "one JSON object" },
];
