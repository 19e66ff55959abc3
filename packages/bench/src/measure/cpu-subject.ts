/** Something to measure: `work` does it once and fails if the result is not right. */
export interface CpuSubject {
  work(): Promise<void>;
}

/**
 * A module that makes subjects by name. Each is made in a process of its own, so that no subject's code
 * changes how another's is compiled; `context` is the same JSON for all.
 */
export interface CpuSubjectModule<Context> {
  makeSubject(name: string, context: Context): Promise<CpuSubject>;
}

/** What a subject's process is told: work that often. */
export interface WorkOrder {
  repeats: number;
}

/** What it answers: microseconds of CPU for each piece of work, user and system, all threads. */
export interface WorkReport {
  cpu_us: number;
}
