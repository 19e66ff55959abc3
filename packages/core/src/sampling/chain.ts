import type { Parameters } from "../chat/request.ts";
import { InvalidInputError } from "../error/errors.ts";
import type { Candidates } from "./candidates.ts";
import { engineOrders, type EngineName, type EngineOrder } from "./order.ts";
import { stageMakers } from "./stage-makers.ts";
import { numberOf } from "./stage-values.ts";
import { GREEDY_BELOW } from "./stages/temperature.ts";
import type { SamplingContext, Stage, StageName } from "./stages/stage.ts";

/** An engine's stages, made for certain parameters. */
export interface Chain {
  engine: EngineName;
  stages: readonly Stage[];
  /** Sampling parameters that were given and that this engine does not have: they do nothing. */
  ignored: readonly StageName[];
}

export interface ChainOptions {
  /**
   * What to do with parameters the engine lacks: leave them out and name them in `ignored` (the truth about
   * that engine), or put them where other engines have them (`place`, to see what they would do).
   */
  foreign?: "ignore" | "place";
}

/** One stage at work: what it was given and what it left. */
export interface ChainStep {
  stage: Stage;
  before: Candidates;
  after: Candidates;
}

/** The engine's row in the table of orders. Throws on an unknown name. */
export function engineOrder(name: string): EngineOrder {
  const found = engineOrders.find((order) => order.name === name);
  if (found) return found;
  const allowed = engineOrders.map((order) => order.name).join(", ");
  throw new InvalidInputError({
    message: `no order named ${JSON.stringify(name)}`,
    remedy: `Use one of ${allowed}.`,
    details: { field: "order", given: name, allowed },
  });
}

/**
 * The stages that `parameters` ask for, in the engine's order. Only what is given takes part: an engine's own
 * defaults are in its row of the table and are added by nobody.
 */
export function chain(
  engine: EngineName | EngineOrder,
  parameters: Parameters,
  { foreign = "ignore" }: ChainOptions = {},
): Chain {
  const order = typeof engine === "string" ? engineOrder(engine) : engine;
  const greedy = (numberOf(parameters, "temperature", { min: 0 }) ?? 1) < GREEDY_BELOW;
  const made = order.completed
    .filter((name) => !(greedy && order.skipped_when_greedy.includes(name)))
    .map((name) => stageMakers[name](parameters, order))
    .filter((stage) => stage !== null);
  const own = (stage: Stage): boolean => order.stages.includes(stage.name);
  return foreign === "place"
    ? { engine: order.name, stages: made, ignored: [] }
    : {
        engine: order.name,
        stages: made.filter(own),
        ignored: made.filter((stage) => !own(stage)).map(({ name }) => name),
      };
}

/** The candidates before and after each stage. */
export function chainSteps(
  { stages }: Chain,
  candidates: Candidates,
  context: SamplingContext = {},
): readonly ChainStep[] {
  let before = candidates;
  return stages.map((stage) => {
    const step = { stage, before, after: stage.apply(before, context) };
    before = step.after;
    return step;
  });
}

/** What the whole chain leaves. */
export function applyChain(
  { stages }: Chain,
  candidates: Candidates,
  context: SamplingContext = {},
): Candidates {
  return stages.reduce((current, stage) => stage.apply(current, context), candidates);
}
