/** How a command ends, for the shell. */
export const exitCodes = {
  done: 0,
  someFailed: 1,
  userError: 2,
  budgetReached: 5,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
