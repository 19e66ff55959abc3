/** What the command's exit status means. */
export const exitCode = {
  done: 0,
  failed: 1,
  badUsage: 2,
  checksFailed: 100,
  checksUndecided: 101,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
