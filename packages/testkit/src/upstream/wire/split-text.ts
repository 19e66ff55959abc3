/** Text whose characters take two, three and four bytes. */
export const splitText = "Zoë owes 5 € for the 🦊 stamp.";

/** Cuts UTF-8 bytes after the first byte of every character that has several. */
export function insideCharacters(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const cuts = [...bytes.keys()].filter((index) => (bytes[index] ?? 0) >= 0xc0);
  return [0, ...cuts.map((cut) => cut + 1)].map((from, index, starts) =>
    bytes.subarray(from, starts[index + 1] ?? bytes.length),
  );
}
