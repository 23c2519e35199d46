/** Something of the language that generated modules may not use: the rule, why, and what to do instead. */
export interface Forbidden {
  readonly rule: string;
  readonly message: string;
  readonly advice: string;
}

function each(names: string, forbidden: (name: string) => Forbidden): [string, Forbidden][] {
  return names.split(' ').map((name) => [name, forbidden(name)]);
}

/** Global names, as long as the module does not declare them itself. */
export const forbiddenGlobals: ReadonlyMap<string, Forbidden> = new Map([
  ...each('Date', () => ({
    rule: 'no-date',
    message: 'Date is not available: the clock belongs to the episode.',
    advice:
      'Use this.now(), this.today(offset), this.addDays(when, days), this.addMinutes(when, minutes), this.daysBetween(from, to) or this.weekday(when). Dates are texts and compare with < and >.',
  })),
  ...each('eval Function', (name) => ({
    rule: 'no-eval',
    message: `${name} is not available: code cannot be made from text.`,
    advice: 'Write the code out.',
  })),
  ...each('require module exports', (name) => ({
    rule: 'no-import',
    message: `${name} is not available: a module stands alone.`,
    advice: 'Write what you need as a private method.',
  })),
  ...each('process globalThis global window self document Deno Bun Buffer', (name) => ({
    rule: 'no-host',
    message: `${name} is not available: there is no host to reach.`,
    advice: 'Use the state, the arguments and the methods of the base class only.',
  })),
  ...each('fetch XMLHttpRequest WebSocket navigator', (name) => ({
    rule: 'no-network',
    message: `${name} is not available: there is no network.`,
    advice: 'All data is in this.state.',
  })),
  ...each('console', (name) => ({
    rule: 'no-console',
    message: `${name} is not available.`,
    advice: 'Return what is worth saying with ok(...), done(...) or fail(...).',
  })),
  ...each(
    'setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask performance requestAnimationFrame',
    (name) => ({
      rule: 'no-timers',
      message: `${name} is not available: a tool answers at once, and time moves with the episode alone.`,
      advice: 'Compute the result directly.',
    }),
  ),
  ...each('Promise', (name) => ({
    rule: 'no-async',
    message: `${name} is not available: tools are synchronous.`,
    advice: 'Leave async, await and Promise<...> out, and return the value itself.',
  })),
  ...each('Intl', (name) => ({
    rule: 'no-locale',
    message: `${name} is not available: results must be the same everywhere.`,
    advice: 'Format numbers with toFixed and texts with templates; compare texts with < and >.',
  })),
  ...each('WeakRef FinalizationRegistry WeakMap WeakSet', (name) => ({
    rule: 'no-weak',
    message: `${name} is not available.`,
    advice: 'Use a Map or Set inside the method.',
  })),
  ...each('Symbol Proxy Reflect', (name) => ({
    rule: 'no-reflection',
    message: `${name} is not available.`,
    advice: 'Use plain objects and arrays, Object.keys, Object.entries and the in operator.',
  })),
  ...each(
    'ArrayBuffer SharedArrayBuffer Atomics DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array WebAssembly',
    (name) => ({
      rule: 'no-binary',
      message: `${name} is not available: state and results are plain JSON.`,
      advice: 'Use arrays of numbers.',
    }),
  ),
  ...each('crypto', (name) => ({
    rule: 'no-random',
    message: `${name} is not available: chance belongs to the episode.`,
    advice: "Use this.newId('L') for a new key and this.random() for a number.",
  })),
  ...each('structuredClone', () => ({
    rule: 'no-host',
    message: 'structuredClone is not available.',
    advice: 'Copy with { ...record } or [...list].',
  })),
]);

/** Properties of the language's own objects. */
export const forbiddenProperties: ReadonlyMap<string, Forbidden> = new Map([
  ...each('constructor prototype', (name) => ({
    rule: 'no-prototype',
    message: `.${name} may not be used.`,
    advice: 'Work with plain records and the methods of this class.',
  })),
  ...each('caller callee arguments', (name) => ({
    rule: 'no-prototype',
    message: `.${name} may not be used.`,
    advice: 'Pass values as arguments.',
  })),
  ...each('stack captureStackTrace prepareStackTrace stackTraceLimit', (name) => ({
    rule: 'no-stack',
    message: `.${name} of errors may not be used: it differs from run to run.`,
    advice: 'Refuse with fail("...") instead of throwing.',
  })),
  ...each('localeCompare toLocaleString toLocaleDateString toLocaleTimeString toLocaleLowerCase toLocaleUpperCase', (name) => ({
    rule: 'no-locale',
    message: `.${name} may not be used: its result depends on the machine.`,
    advice:
      name === 'localeCompare'
        ? 'Compare with a < b ? -1 : a > b ? 1 : 0.'
        : 'Use toLowerCase, toUpperCase, toFixed or String(...).',
  })),
  ...each('hasOwnProperty propertyIsEnumerable isPrototypeOf', (name) => ({
    rule: 'no-object-methods',
    message: `.${name} may not be used: the objects of a state have no inherited methods.`,
    advice: 'Use Object.hasOwn(record, key) or key in record.',
  })),
  ...each(
    'getPrototypeOf setPrototypeOf defineProperty defineProperties getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertySymbols',
    (name) => ({
      rule: 'no-reflection',
      message: `Object.${name} may not be used.`,
      advice: 'Use plain objects and arrays, Object.keys, Object.entries and the in operator.',
    }),
  ),
  ...each('random', () => ({
    rule: 'no-random',
    message: 'Math.random is not available: chance belongs to the episode.',
    advice: 'Use this.random().',
  })),
]);
