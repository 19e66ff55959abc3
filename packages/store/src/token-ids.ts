/**
 * Token ids as bytes: each id in groups of seven bits, lowest first, the high bit set on all but the last
 * group (LEB128). Two or three bytes an id. Undefined when the value is not a list of integers in [0, 2³²).
 */
export function packTokenIds(ids: unknown): Uint8Array | undefined {
  if (!Array.isArray(ids) || !ids.every(isTokenId)) return undefined;
  const bytes: number[] = [];
  for (const id of ids) {
    let rest = id;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

export function unpackTokenIds(bytes: Uint8Array): readonly number[] {
  const ids: number[] = [];
  let id = 0;
  let scale = 1;
  for (const byte of bytes) {
    id += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte > 0x7f) continue;
    ids.push(id);
    id = 0;
    scale = 1;
  }
  return ids;
}

function isTokenId(id: unknown): id is number {
  return typeof id === "number" && Number.isInteger(id) && id >= 0 && id < 2 ** 32;
}
