/** A fact that can be planted: ways to say it, ways to ask for it. `{x}` and `{y}` are drawn. */
export interface FactTemplate {
  category: string;
  said: readonly string[];
  asked: readonly string[];
  x: readonly string[];
  y: readonly string[];
}

const PEOPLE = [
  "my aunt Ilse",
  "our neighbour Tomas",
  "my cousin Amadou",
  "Mrs Lindqvist",
  "my old teacher Rafi",
  "Dr Oyelaran",
];
const THINGS = [
  "the brass telescope",
  "the spare boat key",
  "the box of negatives",
  "the walnut clock",
  "the red tent",
  "the sewing machine",
];
const PLACES = [
  "the attic in Bergen",
  "a locker at the station",
  "the shed behind the orchard",
  "the cellar of the bakery",
  "a trunk in Lyon",
];
const AMOUNTS = ["140 euros", "two hundred and ten pounds", "36 francs", "18 dollars", "95 crowns"];

/** One message holds the answer. */
export const SINGLE_FACTS: readonly FactTemplate[] = [
  {
    category: "single-hop",
    said: ["By the way, {x} is in {y} for the winter.", "I have put {x} away, it is in {y} now."],
    asked: ["Where is {x}?", "Do you remember where I left {x}?"],
    x: THINGS,
    y: PLACES,
  },
  {
    category: "single-hop",
    said: [
      "I promised {x} to bring {y} back on Sunday.",
      "It turns out that {y} really belongs to {x}.",
    ],
    asked: ["Whose is {y}, the one I have to return?", "To whom does {y} belong?"],
    x: PEOPLE,
    y: THINGS,
  },
  {
    category: "paraphrase",
    said: [
      "The man at the garage wants {y} for repairing {x}.",
      "They asked {y} to mend {x}, which is a lot.",
    ],
    asked: [
      "How expensive would it be to get {x} fixed?",
      "What was the price for the repair of {x}?",
    ],
    x: THINGS,
    y: AMOUNTS,
  },
  {
    category: "paraphrase",
    said: ["{x} starts as an apprentice at {y} in autumn.", "Good news, {x} got the post at {y}!"],
    asked: ["Which job did {x} take?", "Where does {x} work these days?"],
    x: PEOPLE,
    y: [
      "the tram depot",
      "the county archive",
      "a cheese dairy",
      "the eye clinic",
      "a harbour workshop",
    ],
  },
  {
    category: "temporal",
    said: ["Yesterday we finally went to see {y} with {x}.", "Last week {x} took me along to {y}."],
    asked: ["When did I go to {y} with {x}?", "On which day were {x} and I at {y}?"],
    x: PEOPLE,
    y: [
      "the puppet theatre",
      "the glass museum",
      "the night market",
      "the lighthouse",
      "the bird sanctuary",
    ],
  },
];

/** A kind of thing, of which several are planted far apart: all of them are the answer. */
export interface KindTemplate {
  asked: readonly string[];
  said: readonly string[];
  things: readonly string[];
}

export const KIND_FACTS: readonly KindTemplate[] = [
  {
    asked: ["Which musical instruments have I played?", "What instruments did I ever learn?"],
    said: [
      "As a child I had lessons on the {x}.",
      "I still own my old {x}.",
      "For a year I tried the {x}.",
    ],
    things: ["cello", "trumpet", "accordion", "flute", "banjo"],
  },
  {
    asked: ["What animals have lived with us?", "Which pets have we had over the years?"],
    said: [
      "Back then we had a {x} called Moss.",
      "Our {x} slept under the stairs.",
      "The {x} ate my slippers again, years ago.",
    ],
    things: ["rabbit", "parrot", "tortoise", "kitten", "hamster"],
  },
  {
    asked: ["Which sports have I done?", "What sport did I ever try?"],
    said: [
      "I used to go {x} on Mondays.",
      "My knee hurts since I took up {x}.",
      "We met at a {x} club.",
    ],
    things: ["rowing", "fencing", "volleyball", "archery", "climbing"],
  },
  {
    asked: ["Which countries have I travelled to?", "In what countries have I been abroad?"],
    said: [
      "That summer in {x} was the hottest of my life.",
      "We took the slow train through {x}.",
      "I once lost my passport in {x}.",
    ],
    things: ["Portugal", "Japan", "Morocco", "Norway", "Chile"],
  },
];

/** Talk without a fact. `{x}` is drawn. */
export const FILLER: readonly string[] = [
  "Could you make this paragraph about {x} a little shorter?",
  "I keep thinking about {x}, it will not let me go.",
  "What would be a friendlier way to write about {x}?",
  "The weather is grey again, good for reading about {x}.",
  "Give me three ideas for an evening on {x}.",
  "I am not sure that the chapter on {x} works yet.",
  "Let us leave {x} for later and look at the outline.",
  "My notes on {x} are a mess, as always.",
];

export const FILLER_TOPICS: readonly string[] = [
  "tides",
  "old maps",
  "street lamps",
  "bread ovens",
  "railway timetables",
  "moss gardens",
  "paper folding",
  "harbour cranes",
  "winter light",
  "clock towers",
  "spelling reforms",
  "tea houses",
  "salt mines",
  "kites",
];

export const REPLY_SENTENCES: readonly string[] = [
  "Here is a version that keeps the sense and drops the repetitions.",
  "One way is to begin with a small scene and let the argument follow from it.",
  "You could group the points under three headings and give each a single example.",
  "A shorter sentence would carry more weight here, and the second clause can go.",
  "If the reader should remember one thing, say it first and say it plainly.",
  "The transitions are fine, but the middle part asks for a concrete detail.",
  "I would keep the tone and only change the order of the last two paragraphs.",
  "Consider what the reader knows already, and leave that out.",
];

export const SMALL_TALK: readonly string[] = [
  "thanks!",
  "ok",
  "great, thank you",
  "perfect, see you later",
];

export const UNANSWERABLE: readonly string[] = [
  "What is the blood type of my landlord?",
  "Which locksmith changed the lock of the greenhouse?",
  "How many chimneys does the monastery have?",
];
