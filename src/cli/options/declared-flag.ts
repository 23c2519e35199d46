/** A flag of a command, as data. */
export interface Flag<Value> {
  /** As the help shows it: "--count <n>", "--tasks <path...>", "--again". */
  readonly flags: string;
  readonly description: string;
  /** Reads what was typed; absent where that is taken as it stands. Throws a UserError. */
  readonly read?: (text: string) => Value;
  /** What it is when left out. */
  readonly preset?: Value;
}

export interface PresetFlag<Value> extends Flag<Value> {
  readonly preset: Value;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** What a command is given for its flags: undefined for one that was left out and has no preset. */
export type FlagValues<Declared extends Flags> = {
  readonly [Name in keyof Declared]: Declared[Name] extends PresetFlag<infer Value>
    ? Value
    : Declared[Name] extends Flag<infer Value>
      ? Value | undefined
      : never;
};

/** A flag without a value: true where it is given. */
export function toggle(flags: string, description: string): Flag<boolean> {
  return { flags, description };
}

/** A flag whose value is text, as it was typed. */
export function text(flags: string, description: string): Flag<string> {
  return { flags, description };
}

/** A flag with one text or more. */
export function texts(flags: string, description: string): Flag<readonly string[]> {
  return { flags, description };
}

/** A flag whose value is read from text by a reader that is told the name of the flag, for its message. */
export function value<Value>(
  flags: string,
  description: string,
  readerFor: (flag: string) => (text: string) => Value,
): Flag<Value> {
  return { flags, description, read: readerFor(/--[a-z-]+/.exec(flags)?.[0] ?? flags) };
}

/** The same flag with what it is when left out. */
export function withPreset<Value>(flag: Flag<Value>, preset: NoInfer<Value>): PresetFlag<Value> {
  return { ...flag, preset };
}
