/** Generated code has used up its steps. */
export interface Budget {
  /** Called by generated code at the head of every loop round and function. Frozen; reveals nothing. */
  readonly tick: () => void;
  /** Allow this many steps. */
  arm(steps: number): void;
  /** Allow no step: whatever of generated code still runs (a promise, say) ends at its next one. */
  disarm(): void;
  /** Whether steps ran out since it was armed, even if generated code caught the error. */
  exceeded(): boolean;
}

/** A counter of steps that generated code cannot reach. */
export function createBudget(): Budget {
  let left = -1;
  // One error for all: making one costs more than the step it ends.
  const usedUp = Object.freeze(new RangeError('The step budget is used up.'));
  const tick = (): void => {
    if (--left < 0) throw usedUp;
  };
  return {
    tick,
    arm: (steps) => {
      left = steps;
    },
    disarm: () => {
      left = -1;
    },
    exceeded: () => left < 0,
  };
}
