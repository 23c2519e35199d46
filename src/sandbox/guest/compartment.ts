import { createCompartment } from './ses.ts';

/** What generated code finds in its global scope besides what it is given; everything else of the language is taken away. */
const KEPT = new Set([
  'Infinity',
  'NaN',
  'undefined',
  'isFinite',
  'isNaN',
  'parseFloat',
  'parseInt',
  'Array',
  'BigInt',
  'Boolean',
  'Error',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'RangeError',
  'RegExp',
  'Set',
  'String',
  'SyntaxError',
  'TypeError',
  'decodeURIComponent',
  'encodeURIComponent',
]);

/** Evaluate a script that is one function expression, in a compartment of its own, and return that function. */
export function evaluateApart(script: string): (...args: unknown[]) => unknown {
  const compartment = createCompartment();
  const scope = compartment.globalThis;
  for (const name of Object.getOwnPropertyNames(scope)) if (!KEPT.has(name)) Reflect.deleteProperty(scope, name);
  Object.freeze(scope);
  const evaluated: unknown = compartment.evaluate(script);
  if (typeof evaluated !== 'function') throw new TypeError('The script is not a function.');
  return (...args) => Reflect.apply(evaluated, undefined, args);
}
