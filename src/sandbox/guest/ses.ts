import { createRequire } from 'node:module';

interface CompartmentLike {
  readonly globalThis: object;
  evaluate(script: string): unknown;
}

/**
 * Loads SES from the file the supervisor names (the only one outside this project that the process may read) and locks this
 * process's language down: intrinsics frozen, no code from strings, no ambient clock or randomness.
 */
export function lockDown(sesFile: string): void {
  createRequire(import.meta.url)(sesFile);
  hideFunctionTexts();
  const options = {
    // Data may have keys such as "toString".
    overrideTaming: 'severe',
    // Generated code sees no stacks; the host does.
    errorTaming: 'safe',
    localeTaming: 'safe',
    consoleTaming: 'unsafe',
    errorTrapping: 'none',
    unhandledRejectionTrapping: 'none',
    reporting: 'none',
  };
  Reflect.apply(installed('lockdown'), undefined, [options]);
}

/**
 * Functions tell nothing of their text: it holds what counts steps and notes branches, so that generated code could tell whether
 * it is watched, and behave.
 */
function hideFunctionTexts(): void {
  const methods = {
    toString(this: unknown): string {
      if (typeof this !== 'function') throw new TypeError('Function.prototype.toString needs a function');
      return 'function () { [code] }';
    },
  };
  const how = { writable: true, enumerable: false, configurable: true };
  Object.defineProperty(Function.prototype, 'toString', { value: methods.toString, ...how });
}

/** Freezes a value and everything that can be reached from it. */
export function harden<Value>(value: Value): Value {
  Reflect.apply(installed('harden'), undefined, [value]);
  return value;
}

/** A global scope of its own over the frozen intrinsics. */
export function createCompartment(): CompartmentLike {
  const made: unknown = Reflect.construct(installed('Compartment'), [{ __options__: true, globals: {} }]);
  // SES's own class: the shape is its documented interface.
  return made as CompartmentLike;
}

type Callable = (...args: unknown[]) => unknown;

function installed(name: string): Callable {
  const value: unknown = Reflect.get(globalThis, name);
  if (typeof value !== 'function') throw new Error(`SES did not install ${name}.`);
  return value as Callable;
}
