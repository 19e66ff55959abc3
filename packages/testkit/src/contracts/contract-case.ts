/**
 * One rule of a port's contract. It runs under any test runner:
 * `for (const { name, run } of suite) it(name, () => run(subject))`. It fails by throwing.
 */
export interface ContractCase<Subject> {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<void>;
}
