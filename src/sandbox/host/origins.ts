import type { State } from '../../domain/state.ts';

/** A state that instances begin with, kept once however many of them there are. */
export interface Origin {
  /** Under this number a process knows the state. */
  readonly shared: number;
  readonly text: string;
  /** Live instances that began here. */
  uses: number;
}

/** The states that instances of one environment in one process began with. */
export interface Origins {
  /** The origin for a state, for one more instance. The state is copied: what becomes of it afterwards does not matter. */
  take(state: State): Origin;
  /** One instance less. Tells whether it was the last one. */
  release(origin: Origin): boolean;
}

let numbers = 0;

export function createOrigins(): Origins {
  const byText = new Map<string, Origin>();
  return {
    take(state) {
      const text = JSON.stringify(state);
      const origin = byText.get(text) ?? { shared: ++numbers, text, uses: 0 };
      byText.set(text, origin);
      origin.uses++;
      return origin;
    },
    release(origin) {
      origin.uses--;
      if (origin.uses > 0) return false;
      byText.delete(origin.text);
      return true;
    },
  };
}
