const MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec".split("|");
const WEEKDAYS = "sun|mon|tue|wed|thu|fri|sat".split("|");
const MONTH_NAME =
  "january|february|march|april|may|june|july|august|september|october|november|december|" +
  "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";
const DAY_FIRST = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH_NAME})\\b(?:,? (\\d{4}))?`,
  "g",
);
const MONTH_FIRST = new RegExp(
  `\\b(${MONTH_NAME})\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4}))?`,
  "g",
);
const MONTH_ALONE = new RegExp(`\\b(${MONTH_NAME})\\b(?:,? (?:of )?(\\d{4}))?`, "g");
const YEAR = /\b(?:19|20)\d\d\b/g;
const ISO_DAY = /\b(\d{4})-(\d\d)-(\d\d)\b/g;
const AGO =
  /\b(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|few|couple)(?: of)? (day|week|month|year)s? ago\b/g;
const LAST_WEEKDAY = /\blast (sun|mon|tue|wed|thu|fri|sat)[a-z]*day\b/g;
/** What a text must hold for the slower patterns to be worth trying. */
const MONTH_HINT = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/;
const YEAR_HINT = /\d{4}/;
const RELATIVE_HINT = /yesterday|today|tonight|this mo|tomorrow|last |next |weekend| ago\b/;
const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  couple: 2,
  three: 3,
  few: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};
const DAY_MS = 86_400_000;

/**
 * Keys under which a day can be asked for: the day itself (`d2023-05-08`), its month (`m2023-05`), the
 * month's name (`n05`), the year (`y2023`) and the day of any year (`e05-08`). UTC.
 */
export function dayKeys(time: Date): string[] {
  const day = time.toISOString().slice(0, 10);
  return [
    `d${day}`,
    `m${day.slice(0, 7)}`,
    `n${day.slice(5, 7)}`,
    `y${day.slice(0, 4)}`,
    `e${day.slice(5)}`,
  ];
}

/** Keys of the dates that a text names, and of those it means by "yesterday" or "two weeks ago" if it was said at `said`. */
export function dateKeys(text: string, said: Date | null): string[] {
  const lower = text.toLowerCase();
  const keys = new Set<string>();
  addNamed(lower, keys);
  const timed = said !== null && !Number.isNaN(said.getTime());
  if (timed && RELATIVE_HINT.test(lower)) addRelative(lower, said, keys);
  return [...keys];
}

function addNamed(text: string, keys: Set<string>): void {
  if (MONTH_HINT.test(text)) addMonths(text, keys);
  if (!YEAR_HINT.test(text)) return;
  for (const [year] of text.matchAll(YEAR)) keys.add(`y${year}`);
  for (const [day, year = "", month = ""] of text.matchAll(ISO_DAY)) {
    for (const key of [`d${day}`, `m${year}-${month}`, `n${month}`, `e${day.slice(5)}`])
      keys.add(key);
  }
}

function addMonths(text: string, keys: Set<string>): void {
  for (const [, day, month, year] of text.matchAll(DAY_FIRST)) addDate(keys, month, day, year);
  for (const [, month, day, year] of text.matchAll(MONTH_FIRST)) addDate(keys, month, day, year);
  for (const [, month, year] of text.matchAll(MONTH_ALONE)) {
    const verb = month === "may" || month === "march" || month === "mar";
    const meant =
      !verb ||
      year !== undefined ||
      new RegExp(`\\b(?:in|of|on|during|since|by|until|early|late|mid|last|next) ${month}\\b`).test(
        text,
      );
    if (meant) addDate(keys, month, undefined, year);
  }
}

function addDate(
  keys: Set<string>,
  monthName: string | undefined,
  dayNumber: string | undefined,
  year: string | undefined,
): void {
  const month = String(MONTHS.indexOf((monthName ?? "").slice(0, 3)) + 1).padStart(2, "0");
  const day = dayNumber?.padStart(2, "0");
  keys.add(`n${month}`);
  if (day) keys.add(`e${month}-${day}`);
  if (!year) return;
  keys.add(`m${year}-${month}`).add(`y${year}`);
  if (day) keys.add(`d${year}-${month}-${day}`);
}

function addRelative(text: string, said: Date, keys: Set<string>): void {
  const weekday = said.getUTCDay();
  const day = (offset: number): void => {
    for (const key of dayKeys(new Date(said.getTime() + offset * DAY_MS))) keys.add(key);
  };
  const month = (offset: number): void => {
    const first = new Date(Date.UTC(said.getUTCFullYear(), said.getUTCMonth() + offset, 1));
    for (const key of dayKeys(first)) if ("mny".includes(key.charAt(0))) keys.add(key);
  };
  const year = (offset: number): unknown => keys.add(`y${said.getUTCFullYear() + offset}`);
  if (/\byesterday\b|\blast night\b/.test(text)) day(-1);
  if (/\btoday\b|\btonight\b|\bthis morning\b/.test(text)) day(0);
  if (/\btomorrow\b/.test(text)) day(1);
  if (/\blast week\b/.test(text)) day(-7);
  if (/\bnext week\b/.test(text)) day(7);
  if (/\b(?:last|past|over the) weekend\b/.test(text)) {
    day(-(weekday === 0 ? 1 : weekday));
    day(-(weekday === 0 ? 8 : weekday + 1));
  }
  if (/\blast month\b/.test(text)) month(-1);
  if (/\bthis month\b/.test(text)) month(0);
  if (/\bnext month\b/.test(text)) month(1);
  if (/\blast year\b/.test(text)) year(-1);
  if (/\bnext year\b/.test(text)) year(1);
  for (const [, count = "", unit] of text.matchAll(AGO)) {
    const n = NUMBERS[count] ?? Number(count);
    if (unit === "day") day(-n);
    else if (unit === "week") day(-7 * n);
    else if (unit === "month") month(-n);
    else year(-n);
  }
  for (const [, name = ""] of text.matchAll(LAST_WEEKDAY)) {
    day(-(((weekday - WEEKDAYS.indexOf(name) + 6) % 7) + 1));
  }
}
