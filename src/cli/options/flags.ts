import { UserError } from '../../base/errors.ts';
import { suggestion } from '../../base/nearest.ts';

/** Reads the value of a flag that counts something: a whole number from 1 on. Throws a UserError naming the flag. */
export function positiveInteger(flag: string): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text);
    if (value === undefined || value < 1) throw new UserError(`${flag} takes a whole number from 1 on, not "${text}".`);
    return value;
  };
}

/** Reads the value of a flag that may be zero, too. Throws a UserError naming the flag. */
export function naturalNumber(flag: string): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text);
    if (value === undefined) throw new UserError(`${flag} takes a whole number from 0 on, not "${text}".`);
    return value;
  };
}

/** Reads the value of a flag that is an amount: a number above 0, with or without decimals. Throws a UserError naming the flag. */
export function positiveNumber(flag: string): (text: string) => number {
  return (text) => {
    const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    if (!(value > 0 && Number.isFinite(value))) throw new UserError(`${flag} takes a number above 0, not "${text}".`);
    return value;
  };
}

/** Digits alone, and few enough that the number is exact. */
function wholeNumber(text: string): number | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The choice a name means. Throws a UserError that offers the nearest one: `Unknown format "tlr-sft". Did you mean "trl-sft"?` */
export function oneOf<Choice extends string>(what: string, name: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === name);
  if (found === undefined) throw new UserError(`Unknown ${what} "${name}".${suggestion(name, choices)}`);
  return found;
}

/** Reads the value of a flag that is a share: a number from 0 to 1. Throws a UserError naming the flag. */
export function fraction(flag: string): (text: string) => number {
  return (text) => {
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= 0 && value <= 1)) throw new UserError(`${flag} takes a number from 0 to 1, not "${text}".`);
    return value;
  };
}
