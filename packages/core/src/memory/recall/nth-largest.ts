/** The value that `count` values reach or pass (Hoare's selection, in linear time); the least when there are fewer. */
export function nthLargest(values: Float64Array, count: number): number {
  const work = values.slice();
  const wanted = Math.max(0, work.length - count);
  let low = 0;
  let high = work.length - 1;
  while (low < high) {
    const pivot = work[(low + high) >> 1] ?? 0;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((work[i] ?? 0) < pivot) i++;
      while ((work[j] ?? 0) > pivot) j--;
      if (i > j) break;
      const held = work[i] ?? 0;
      work[i++] = work[j] ?? 0;
      work[j--] = held;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return work[wanted] ?? 0;
}
