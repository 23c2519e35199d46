import { stem } from '../../language/stem.ts';
import { words } from '../../language/words.ts';

/** Words that mean the same thing to whoever asks for it, by what is asked for. The first of a line are the commonest. */
const families: readonly ReadonlySet<string>[] = [
  'distance reading kilometre kilometer km far mileage mile odometer speedometer metre meter logbook driven drive drove',
  'points point mark score grade result percent percentage outcome',
  'priority urgency urgent level severity severe importance important',
  'address where street city destination delivery deliver',
  'tier category seat section row zone area block place standing seated balcony stall gallery sit',
  'money amount sum dollar euro cent pound price cost total size large high big worth pay',
  'limit ceiling maximum cap overdraft high large big amount sum dollar',
  'book copy title volume novel loan lost lose loss gone missing',
  'number quantity amount count pieces piece unit total size large',
  'places capacity seat size room large big',
  'visits visit session treatment appointment often',
  'nights night stay long duration period departure leave checkout',
  'days day long duration period until deadline term',
  'appointment visit booking slot doctor dr practitioner physician',
  'day date time hour slot moment when weekday evening morning afternoon night monday tuesday wednesday thursday friday saturday sunday',
  'reason why cause ground because explanation happen wrong motive purpose justification',
  'kind type sort category class',
  'who whom person name somebody someone colleague agent senior specialist staff employee assignee',
  'product article item goods',
  'bin shelf location compartment',
  'account iban',
  'work job service repair inspection maintenance mechanic done fix problem defect wrong',
  'group class course section evening weekday day',
].map((line) => new Set(line.split(' ').map(stem)));

/** Words that carry no sense of their own in a question. */
const empty = new Set(
  `a an i we us me my our it he to of in on at by as or if so no not do does go goes went come is be am new over off out up down same specific detailed final last name called anyone anybody particular mind preference
  the that this these those which what when with from for and his her hers him their its your you she they them are was were has have had does did will would
  should could can may shall might not one ones new right want wants been being about into onto than then there here please tell know known kindly
  who whom whose why where how much many any some all both each other another more most exactly precisely exact precise correct
  set put give gave given get got make made take took enter entered use used choose pick select specify state say said mean meant meaning like liked
  let need needed needs ask asked confirm clarify advise provide share send indicate mention also just only again first before
  value values option options choice detail details information info thing things something anything entry entries record records request matter
  task instead currently now today happen going due upon per still yet really sure okay well thanks thank hello good great sorry
  change changed changes update updated prefer preferred desired wish intended
  per level under question follow following possible available able help missing system see seem look looking several two three found find`
    .split(/\s+/)
    .map(stem),
);

/** The stems of all words, numbers left out. */
export function allStems(text: string): string[] {
  return words(text)
    .filter((word) => !/\p{N}/u.test(word))
    .map(stem);
}

/** The stems of the words that carry sense. */
export function stemsOf(text: string): string[] {
  return allStems(text).filter((one) => one.length > 1 && !empty.has(one));
}

/** Whether two stems are the same or words for the same thing. */
export function isAkin(one: string, other: string): boolean {
  return one === other || families.some((family) => family.has(one) && family.has(other));
}
