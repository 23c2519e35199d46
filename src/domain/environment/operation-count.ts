/** How many operations an environment is to have. */
export interface OperationCount {
  readonly least: number;
  readonly most: number;
}

/** What is asked for when nobody says. */
export const usualOperations: OperationCount = { least: 15, most: 30 };

/** More than that no agent keeps in view. */
export const mostOperations = 50;
