import type { Environment } from "@colloquy/core";

/** The real clock, and UUIDv7 that sort by time even within a millisecond of this process. */
export const systemEnvironment: Environment = { now: Date.now, newId };

let lastTime = 0;
let sequence = 0;

function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const now = Math.max(Date.now(), lastTime);
  // RFC 9562 §6.2, method 1: 12 bits of counter after the time; a full counter borrows from the next millisecond.
  if (now > lastTime) [lastTime, sequence] = [now, ((random[0] ?? 0) << 3) | 0];
  else if (++sequence > 0xfff) [lastTime, sequence] = [lastTime + 1, 0];
  const time = lastTime.toString(16).padStart(12, "0");
  const counter = (0x7000 | sequence).toString(16);
  const bytes = random.subarray(2);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80;
  const tail = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
