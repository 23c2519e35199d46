import { UserError } from '../../base/errors.ts';
import { mostOperations, type OperationCount } from '../../domain/environment/operation-count.ts';

/** Reads how many operations there are to be: "15..30". Throws a UserError naming the flag. */
export function operationCount(flag: string): (text: string) => OperationCount {
  return (text) => {
    const [, least = '0', most = '0'] = /^(\d{1,3})\.\.(\d{1,3})$/.exec(text) ?? [];
    const count = { least: Number(least), most: Number(most) };
    if (count.least < 2 || count.least > count.most || count.most > mostOperations)
      throw new UserError(
        `${flag} takes two numbers from 2 to ${mostOperations}, the lower one first, such as 15..30, not "${text}".`,
      );
    return count;
  };
}
