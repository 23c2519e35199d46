/** What generated code threw, told without running any more of it. */
export interface Thrown {
  readonly text: string;
  /** The error is the one of writing to something frozen. */
  readonly mutation: boolean;
  /** Call sites in the generated script; empty for what is not an error. */
  readonly stack: string;
}

const MUTATION =
  /read only property|read-only|object is not extensible|Cannot delete property|Cannot add property|Cannot define property|Cannot redefine property/;

/** Reads own data properties only: a getter or a `toString` of generated code is not called. */
export function describeThrown(thrown: unknown): Thrown {
  if (typeof thrown !== 'object' || thrown === null) {
    const shown =
      typeof thrown === 'string'
        ? JSON.stringify(thrown.slice(0, 300))
        : typeof thrown === 'symbol'
          ? 'a symbol'
          : String(thrown);
    return { text: typeof thrown === 'function' ? 'a function' : shown, mutation: false, stack: '' };
  }
  const message: unknown = Object.getOwnPropertyDescriptor(thrown, 'message')?.value;
  if (!(thrown instanceof Error)) return { text: 'an object that is not an Error', mutation: false, stack: '' };
  const text = `${nameOf(thrown)}: ${typeof message === 'string' ? message.slice(0, 500) : '(no message)'}`;
  return { text, mutation: thrown instanceof TypeError && MUTATION.test(text), stack: stackOf(thrown) };
}

function nameOf(error: Error): string {
  for (const [name, type] of Object.entries({ TypeError, RangeError, SyntaxError, ReferenceError }))
    if (error instanceof type) return name;
  return 'Error';
}

/** Installed by SES for the host alone. */
function stackOf(error: Error): string {
  const reveal: unknown = Reflect.get(globalThis, 'getStackString');
  const stack: unknown = typeof reveal === 'function' ? reveal(error) : '';
  return typeof stack === 'string' ? stack.slice(0, 2000) : '';
}
