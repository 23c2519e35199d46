import { nounStem } from '../../../language/nouns.ts';

/** Tells whether two names are names of the same sort of thing, and remembers it. */
export type WordKinship = (one: string, two: string) => boolean;

export function createWordKinship(): WordKinship {
  const known = new Map<string, boolean>();
  return (one, two) => {
    const id = `${one} ${two}`;
    const akin = known.get(id) ?? isAkin(one, two);
    known.set(id, akin);
    return akin;
  };
}

/** "new_quantity" and "quantity", "amount_cents" and "balance_cents", "km" and "distance_km". */
function isAkin(one: string, two: string): boolean {
  if (one === '' || two === '') return false;
  const [first, second] = [one.split('_').map(nounStem), two.split('_').map(nounStem)];
  return first.at(-1) === second.at(-1)
    ? first.at(-1) !== 'id'
    : first.includes(second.join('_')) || second.includes(first.join('_'));
}
