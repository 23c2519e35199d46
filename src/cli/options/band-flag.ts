import { UserError } from '../../base/errors.ts';

/** Reads a band of shares: "0.2..0.8". Throws a UserError naming the flag. */
export function band(flag: string): (text: string) => { readonly low: number; readonly high: number } {
  return (text) => {
    const [, low = '', high = ''] = /^(\d*\.?\d+)\.\.(\d*\.?\d+)$/.exec(text) ?? [];
    const given = { low: Number(low), high: Number(high) };
    if (low === '' || given.high > 1 || given.low > given.high)
      throw new UserError(`${flag} takes two shares from 0 to 1, the lower one first, such as 0.2..0.8, not "${text}".`);
    return given;
  };
}
