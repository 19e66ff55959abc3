import {
  MessageCounts,
  plan,
  RecallIndex,
  randomFrom,
  UNKNOWN_PRICES,
  type ContextPlan,
  type PlanInput,
  type PolicyName,
  type PriceRatios,
  type Prices,
} from "@colloquy/core";
import { longChat, wordTokenizer } from "./long-chat.ts";

export interface BillInput {
  policy: PolicyName;
  options?: NonNullable<PlanInput["options"]>;
  budget: number;
  /** Null for a provider without a cache. */
  ratios: PriceRatios | null;
  /** Share of the gaps between turns that outlast the cache. */
  expiry: number;
  turns?: number;
}

/** What a whole chat costs, in prompt tokens at the full price. */
export interface Bill {
  input: number;
  /** Mean tokens of unbroken history a request shows. */
  visible: number;
  recalled: number;
  /** Share of prompt tokens read from the cache. */
  hits: number;
  cuts: number;
}

const SEED = 7;
const PROMPT_PRICE = 1e-6;
/** Answers cost several times the prompt price per token, commonly five. */
export const ANSWER_RATIO = 5;
const chat = longChat(SEED);
const counts = new MessageCounts(wordTokenizer);

/** Plans every turn of the chat, each from the plan before, and adds up the input. */
export function simulateBill(given: BillInput): Bill {
  const random = randomFrom(SEED);
  const index = new RecallIndex();
  const prices = pricesFor(given.ratios);
  const turns = given.turns ?? chat.records.length / 2;
  const bill: Bill = { input: 0, visible: 0, recalled: 0, hits: 0, cuts: 0 };
  let previous: ContextPlan | null = null;
  let total = 0;
  for (let turn = 0; turn < turns; turn++) {
    const made = planTurn(given, { turn, previous, prices, index });
    const expired = random.uniform() < given.expiry;
    const cached = given.ratios === null || expired ? 0 : made.cached_prefix;
    const { cached: c, written: w } = given.ratios ?? { cached: 1, written: 1 };
    bill.input += cached * c + (made.tokens.total - cached) * w;
    bill.visible += made.tokens.history / turns;
    bill.recalled += made.tokens.recalled / turns;
    bill.hits += cached;
    if (previous && made.turns_since_cut === 1) bill.cuts++;
    total += made.tokens.total;
    previous = made;
  }
  return { ...bill, hits: bill.hits / total };
}

interface Turn {
  turn: number;
  previous: ContextPlan | null;
  prices: Prices;
  index: RecallIndex;
}

function planTurn(given: BillInput, { turn, previous, prices, index }: Turn): ContextPlan {
  const message = chat.records[turn * 2];
  if (!message) throw new Error(`the chat has no turn ${turn}`);
  const result = plan({
    path: chat.records.slice(0, turn * 2),
    message,
    system: chat.system,
    request: { model: "bench" },
    policy: given.policy,
    ...(given.options ? { options: given.options } : {}),
    budget: { tokens: given.budget, source: "the bench", window: null, answer_room: 0 },
    previous,
    prices,
    counts,
    index,
    sha256: String,
  });
  if (result.type !== "send") throw new Error("the bench simulates policies that need no model");
  return result.plan;
}

function pricesFor(ratios: PriceRatios | null): Prices {
  if (ratios === null) {
    return { ...UNKNOWN_PRICES, prompt: PROMPT_PRICE, cached: PROMPT_PRICE, written: PROMPT_PRICE };
  }
  return {
    ...UNKNOWN_PRICES,
    prompt: PROMPT_PRICE,
    cached: PROMPT_PRICE * ratios.cached,
    written: PROMPT_PRICE * ratios.written,
  };
}
