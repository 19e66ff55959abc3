/** What `selectByMass` has to reach. */
export interface MassTarget {
  /** Sum of masses at which selection stops; the item that reaches it is selected. */
  target: number;
  /** Stop when the sum exceeds the target instead of when it reaches it. */
  strict?: boolean;
  /** Also select every item whose key equals the last selected one's. */
  ties?: boolean;
}

const BINS = 2048;
const SORTED_AT_ONCE = 256;

/**
 * Selects items in ascending key (equal keys by index) until their masses reach a target, without sorting
 * them all: a histogram over the keys finds the bin in which the target is crossed, and only that bin is
 * looked at more closely. O(n) for 150,000 items where a sort takes tens of milliseconds.
 */
export function selectByMass(
  keys: Float64Array,
  masses: Float64Array | 1,
  { target, strict = false, ties = false }: MassTarget,
): Uint8Array {
  const selected = new Uint8Array(keys.length);
  const reached = (sum: number): boolean => (strict ? sum > target : sum >= target);
  let pending = everyIndex(keys.length);
  let sum = 0;
  for (;;) {
    const bins = histogram(keys, pending, masses);
    if (!bins) break;
    const crossing = bins.masses.findIndex((mass) => {
      if (reached(sum + mass)) return true;
      sum += mass;
      return false;
    });
    pending = selectBelow(selected, pending, {
      binOf: bins.binOf,
      crossing: crossing < 0 ? BINS : crossing,
    });
    if (crossing < 0) return selected;
  }
  const sorted = pending.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  for (const index of sorted) {
    selected[index] = 1;
    sum += masses === 1 ? 1 : (masses[index] ?? 0);
    if (!reached(sum)) continue;
    if (ties) selectTies(keys, selected, keys[index] ?? 0);
    break;
  }
  return selected;
}

function everyIndex(count: number): Int32Array {
  const indices = new Int32Array(count);
  for (let index = 0; index < count; index += 1) indices[index] = index;
  return indices;
}

/** Selects the items of the bins below the crossing one, and returns that one's. */
function selectBelow(
  selected: Uint8Array,
  items: Int32Array,
  { binOf, crossing }: { binOf: Uint16Array; crossing: number },
): Int32Array {
  const inside = new Int32Array(items.length);
  let count = 0;
  for (let place = 0; place < items.length; place += 1) {
    const bin = binOf[place] ?? 0;
    const item = items[place] ?? 0;
    if (bin < crossing) selected[item] = 1;
    else if (bin === crossing) {
      inside[count] = item;
      count += 1;
    }
  }
  return inside.slice(0, count);
}

interface Histogram {
  masses: Float64Array;
  /** The bin of each item, by its place in the list. */
  binOf: Uint16Array;
}

/** Null when the items are so few, or so equal, that they are better sorted. */
function histogram(
  keys: Float64Array,
  items: Int32Array,
  massOf: Float64Array | 1,
): Histogram | null {
  if (items.length <= SORTED_AT_ONCE) return null;
  const [low, high] = extremes(keys, items);
  const scale = (BINS - 1) / (high - low);
  if (!Number.isFinite(scale)) return null;
  const binOf = new Uint16Array(items.length);
  const masses = new Float64Array(BINS);
  for (let place = 0; place < items.length; place += 1) {
    const index = items[place] ?? 0;
    const bin = ((keys[index] ?? 0) - low) * scale;
    binOf[place] = bin;
    const at = binOf[place] ?? 0;
    masses[at] = (masses[at] ?? 0) + (massOf === 1 ? 1 : (massOf[index] ?? 0));
  }
  return { masses, binOf };
}

function extremes(keys: Float64Array, items: Int32Array): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let place = 0; place < items.length; place += 1) {
    const key = keys[items[place] ?? 0] ?? 0;
    if (key < low) low = key;
    if (key > high) high = key;
  }
  return [low, high];
}

function selectTies(keys: Float64Array, selected: Uint8Array, last: number): void {
  for (let index = 0; index < keys.length; index += 1) {
    if (keys[index] === last) selected[index] = 1;
  }
}
