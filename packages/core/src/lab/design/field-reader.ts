import { invalidDesign } from "./invalid-design.ts";

/** An object of a file whose fields are read one by one; what is wrong is said with its path. */
export class FieldReader {
  readonly #path: string;
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(value: unknown, path = "") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalidDesign(path === "" ? "experiment" : path, value, "an object");
    }
    this.#path = path;
    this.#fields = { ...value };
  }

  path(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }

  /** Throws on a field that is none of these. */
  only(names: readonly string[]): void {
    const other = Object.keys(this.#fields).find((name) => !names.includes(name));
    if (other === undefined) return;
    throw invalidDesign(this.path(other), this.#fields[other], `one of ${names.join(", ")}`);
  }

  get(name: string): unknown {
    return this.#fields[name] ?? undefined;
  }

  text(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === "string") return value;
    throw invalidDesign(this.path(name), value, "a text");
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === "number") return value;
    throw invalidDesign(this.path(name), value, "a number");
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.get(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw invalidDesign(this.path(name), value, "a list");
  }

  texts(name: string): readonly string[] | undefined {
    return this.list(name)?.map((value, index) => {
      if (typeof value === "string") return value;
      throw invalidDesign(`${this.path(name)}[${index}]`, value, "a text");
    });
  }

  object(name: string): FieldReader | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : new FieldReader(value, this.path(name));
  }

  /** Every field with its value; "unset" is null. */
  settings(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(this.#fields).map(([name, value]) => [name, value === "unset" ? null : value]),
    );
  }
}
