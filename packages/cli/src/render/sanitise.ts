// C0 but tab and line feed, DEL, C1; and the marks that reorder text, which can make a line lie.
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text of a model or a server as a terminal may show it: no control code of theirs is ever obeyed. */
export function sanitise(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(forbidden, "\ufffd");
}
