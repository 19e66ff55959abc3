/** The world a turn needs, injected so that core has no clock and no randomness of its own. */
export interface Environment {
  /** Epoch milliseconds. */
  now(): number;
  /** A new UUIDv7. */
  newId(): string;
}
