import { expect, it } from 'vitest';
import { answerAsUser } from '../../src/builtin/user/answer-as-user.ts';
import type { SimulateUserInput } from '../../src/generation/work/conversations.ts';

type Fact = SimulateUserInput['facts'][number];

interface Talk {
  readonly task: string;
  readonly wants: string;
  readonly facts: readonly Fact[];
}

const talks = {
  distance: {
    task: 'Malik Okafor is back from Leeds with FL-203. Please close the trip.',
    wants: 'The trip of Malik Okafor to Leeds on Friday 6 March is finished with 214 km.',
    facts: [{ kind: 'count', about: 'the kilometres, the distance driven', says: 'The sheet says 214 km.' }],
  },
  points: {
    task: 'Ines Moreau has marked the test of Tom Berg in Spanish A2. Please enter the result.',
    wants: '71 points are entered for Tom Berg in Spanish A2.',
    facts: [{ kind: 'count', about: 'the result in points', says: '71 points.' }],
  },
  priority: {
    task: 'The priority of ticket 4411 is wrong. Please change it.',
    wants: 'Ticket 4411 has high priority.',
    facts: [{ kind: 'choice', about: 'the right priority', says: 'Make it high.' }],
  },
  charge: {
    task: 'There is something to add to the bill of Ada Roth in room 12.',
    wants: '$23.50 for spa are added to the bill of room 12.',
    facts: [
      { kind: 'choice', about: 'the kind of charge', says: 'It is for the spa.' },
      { kind: 'amount', about: 'the amount of money', says: 'It comes to $23.50.' },
    ],
  },
  appointment: {
    task: 'Lea Sommer has just called and wants to cancel an appointment.',
    wants: 'Lea Sommer cancels an appointment: the one with Dr Toure on Friday 13 March at 10:00. The other appointments stay.',
    facts: [
      {
        kind: 'record',
        about: 'the appointment that is cancelled',
        says: 'It is the one with Dr Toure on Friday 13 March at 10:00.',
      },
    ],
  },
  slot: {
    task: 'Lea Sommer needs another time for the appointment with Dr Toure. Can you move it?',
    wants: 'The appointment of Lea Sommer with Dr Toure is moved to Monday 16 March at 14:00.',
    facts: [{ kind: 'date', about: 'the new day and time', says: 'To Monday 16 March at 14:00, please.' }],
  },
  address: {
    task: 'The delivery address on order 5012 of Nora Lang is wrong. Please correct it.',
    wants: 'Order 5012 of Nora Lang goes to 4 Mill Lane, York.',
    facts: [{ kind: 'text', about: 'the right delivery address', says: 'It should go to 4 Mill Lane, York.' }],
  },
  tickets: {
    task: 'Please order tickets for River of Drums for Renata Oduya; they will pay at the box office later.',
    wants: 'Renata Oduya gets an unpaid order of 2 tickets for River of Drums, in the balcony tier.',
    facts: [
      { kind: 'count', about: 'the number of tickets', says: '2 of them.' },
      { kind: 'record', about: 'the tier or category', says: 'In the balcony tier, please.' },
    ],
  },
  amount: {
    task: `Please send money from Omar Haddad's current account to that of Ruth Klein, with the purpose "Sofa".`,
    wants: `$120.00 go from Omar Haddad's current account to the current account of Ruth Klein, purpose "Sofa".`,
    facts: [{ kind: 'amount', about: 'the amount of money', says: 'It is $120.00.' }],
  },
  book: {
    task: 'Giulia Conti has lost a book of ours. Please report it; the fine will be paid some other day.',
    wants: 'The loan of "Winter Harbour" by Giulia Conti is reported as lost; nothing is paid today.',
    facts: [{ kind: 'record', about: 'the book that is lost', says: '"Winter Harbour" is the one that is gone.' }],
  },
  account: {
    task: 'There is a suspicion of fraud on an account of Omar Haddad. Freeze it until we know more.',
    wants: 'The savings account of Omar Haddad is frozen; the other one stays usable.',
    facts: [{ kind: 'record', about: 'the account to freeze', says: 'It is the savings account.' }],
  },
  card: {
    task: 'Please block the card of Omar Haddad that ends in 4410, without a replacement.',
    wants: 'The card of Omar Haddad ending in 4410 is blocked as stolen.',
    facts: [{ kind: 'choice', about: 'the reason: what happened', says: 'The card was stolen.' }],
  },
  assignee: {
    task: 'Please assign ticket 4411, it has waited long enough.',
    wants: 'Yara Stein takes over ticket 4411.',
    facts: [{ kind: 'record', about: 'who is assigned the ticket', says: 'Yara Stein takes it.' }],
  },
  days: {
    task: 'Put 2 seats for River of Drums on hold for Renata Oduya, in the balcony tier.',
    wants: '2 seats in the balcony tier for River of Drums are kept for Renata Oduya for 4 days.',
    facts: [{ kind: 'count', about: 'how many days they are kept', says: 'For 4 days.' }],
  },
  nights: {
    task: 'Please extend the stay of Ada Roth in 12.',
    wants: 'Ada Roth stays 2 nights longer in room 12.',
    facts: [{ kind: 'count', about: 'the number of nights', says: 'They would add 2 nights.' }],
  },
  workshop: {
    task: 'Please send FL-203 to the workshop.',
    wants: 'FL-203 is sent to the workshop. It needs an inspection.',
    facts: [{ kind: 'choice', about: 'what is to be done with it', says: 'It needs an inspection.' }],
  },
  limit: {
    task: 'The monthly limit on the fuel card of Malik Okafor goes up.',
    wants: 'The fuel card of Malik Okafor has a monthly limit of $450.00.',
    facts: [{ kind: 'amount', about: 'the monthly limit in future', says: '$450.00 a month.' }],
  },
  group: {
    task: 'Tom Berg would like to take Spanish A2. Please enrol them.',
    wants: 'Tom Berg is enrolled in the Monday group of Spanish A2.',
    facts: [{ kind: 'record', about: 'the group, the day of the week, the evening', says: 'On Monday evenings.' }],
  },
  capacity: {
    task: 'We have another room for Spanish A2 on Monday, so the capacity of that group changes.',
    wants: 'The Monday group of Spanish A2 has 16 places.',
    facts: [{ kind: 'count', about: 'the number of places, the capacity', says: '16 places in all.' }],
  },
  product: {
    task: 'Can you add another product to the unpaid order of Nora Lang?',
    wants: '3 pieces of the desk lamp are added to the unpaid order of Nora Lang.',
    facts: [
      { kind: 'record', about: 'the product to add', says: 'The desk lamp, please.' },
      { kind: 'count', about: 'the quantity in pieces', says: '3 pieces of it.' },
    ],
  },
  bin: {
    task: 'Please lock one of the bins in the upper zone for counting.',
    wants: 'Bin U-07 is locked.',
    facts: [{ kind: 'record', about: 'the bin to lock', says: 'It is U-07.' }],
  },
  reason: {
    task: 'Order 5012 of Nora Lang has to be cancelled.',
    wants: 'Order 5012 of Nora Lang is cancelled, with the right reason. She found it cheaper elsewhere.',
    facts: [{ kind: 'choice', about: 'the reason why it is cancelled', says: 'She found it cheaper elsewhere.' }],
  },
  visits: {
    task: 'Dr Lind refers Lea Sommer to cardiology. Please write the referral.',
    wants: 'A referral from Dr Lind to cardiology for Lea Sommer, for 6 visits.',
    facts: [{ kind: 'count', about: 'the number of visits', says: 'The doctor wrote 6 visits.' }],
  },
  pieces: {
    task: 'Please reserve work gloves for customer order C-118.',
    wants: '12 pairs of work gloves are reserved for customer order C-118.',
    facts: [{ kind: 'count', about: 'the number of pieces, the quantity', says: '12 pieces.' }],
  },
} as const satisfies Readonly<Record<string, Talk>>;

function answer(talk: Talk, text: string) {
  const said = [
    { by: 'user', text: talk.task },
    { by: 'agent', text },
  ] as const;
  return answerAsUser({ persona: '', wants: talk.wants, facts: talk.facts, said });
}

/** Which facts of a talk an answer tells, by their place: "1", "1 2". */
function toldBy(talk: Talk, say: string): string {
  return talk.facts.flatMap(({ says }, index) => (say.includes(says) ? [index + 1] : [])).join(' ');
}

const askedForAny = [
  'What is it?',
  'Could you be more specific?',
  'Could you give me more details, please?',
  'I need some more information from you first.',
  'Is there anything else I should know?',
];

const asked: Readonly<Record<keyof typeof talks, readonly (readonly [string, string] | string)[]>> = {
  distance: [
    'How far did she drive?',
    'How far did Malik go?',
    ['What does the odometer show?', ''],
    ['What is the current odometer reading?', ''],
    'What is the mileage?',
    'Kindly tell me the mileage.',
    'How many km?',
    'How long was the trip in kilometres?',
    ['What was the final reading?', ''],
    ['How far did Leila Silva drive?', ''],
    'I need the distance in order to close the trip.',
    'The mileage is missing.',
    'Before I can close the trip, the tool requires the distance in kilometers.',
  ],
  points: [
    'What mark did he get?',
    'What score did Tom achieve?',
    'Which grade did he get?',
    'How did he do?',
    'How did the test go?',
    'What is the result?',
    'How many points?',
    'Please state the result.',
    'The score is not stated.',
    'What should I enter?',
    'I need to know the number of points.',
  ],
  priority: [
    'How urgent is it?',
    'low, normal, high or urgent?',
    'Should it be low, normal, high or urgent?',
    'What should it be?',
    'To what should I change it?',
    'Which level should I set?',
    'Please choose: low, normal, high or urgent.',
    'What is the correct priority?',
    'What would you like it changed to?',
    'Is it low?',
    'The ticket is at normal priority now. What do you want instead?',
  ],
  charge: [
    ['What is it for?', '1'],
    ['Is it minibar, laundry, parking, restaurant or spa?', '1'],
    ['Which kind of charge is it?', '1'],
    ['What type of charge is it?', '1'],
    ['What did she have?', '1'],
    ['How much is it?', '2'],
    ['What does it cost?', '2'],
    ['What is the amount?', '2'],
    ['What kind of charge is it, and how much?', '1 2'],
    ['Please send me the category and the amount.', '1 2'],
    ['What is it for? How much should I put on the bill?', '1 2'],
    ['What should I add?', '1'],
  ],
  appointment: [
    'Dr Toure or Dr Nguyen?',
    'Dr. Toure or Dr. Nguyen?',
    'With which doctor?',
    'Which day and time?',
    'I see two: Dr Toure on 13 March and Dr Nguyen on 18 March. Which should I cancel?',
    'There are two appointments:\n- 13 March at 10:00, Dr Toure\n- 18 March at 9:00, Dr Nguyen\n\nWhich one?',
    'Which one does she mean?',
    'Both?',
    'Is it the appointment with Dr Nguyen?',
    ['Which appointment of Leila Silva do you mean?', ''],
    'Which appointment of Lea Sommer do you mean?',
    'When is it?',
    'Who is it with?',
    'Please confirm which appointment you mean.',
  ],
  slot: [
    'When should it be?',
    'Which day and time would suit?',
    'To when should I move it?',
    'What time does she prefer?',
    'Please advise the new date.',
    'Monday or Tuesday?',
    'Which slot should I take?',
    'When would she like to come instead?',
    'The desired day is missing.',
    'I do not know the new time.',
    'Is she free on Monday afternoon?',
  ],
  address: [
    'Where should it go?',
    'Where should it be delivered?',
    'What should it be instead?',
    'What is the correct address?',
    'To where should I send it?',
    'Which street and city?',
    'Please provide the new address.',
    'What is the right destination?',
    'Could you send me the address?',
    'I need the address.',
    'What should I change it to?',
  ],
  tickets: [
    ['How many tickets?', '1'],
    ['How many seats would she like?', '1'],
    ['Which seats would she like?', '2'],
    ['Standing, seated or balcony?', '2'],
    ['Where does she want to sit?', '2'],
    ['Which section would she prefer?', '2'],
    ['How many tickets would she like, and which seats?', '1 2'],
    ['How many tickets, and standing, seated or balcony?', '1 2'],
    ['How many tickets should I order and in which tier?', '1 2'],
    ['Which category, and how many?', '1 2'],
    ['How many? And standing, seated or balcony?', '1 2'],
    ['What should I order?', '1'],
  ],
  amount: [
    'How many dollars?',
    'What is the sum to transfer?',
    'How large should the transfer be?',
    'How much?',
    'Please send me the amount.',
    'Please state the amount.',
    'Kindly advise the amount.',
    'The amount is missing.',
    'What amount should I transfer?',
    'I cannot proceed without the amount.',
    'You did not say how much.',
    'What does Omar owe Ruth?',
    'How much money does Omar want to send?',
  ],
  book: [
    'Which copy?',
    'Which title did she lose?',
    'Which of the loans is it?',
    'Which book?',
    'What did she lose?',
    '"Winter Harbour" or "The Clockmaker"?',
    'What is the title?',
    'She has three loans. Which should I report?',
    'What is the book called?',
    'Tell me the name of the book.',
    'Which item is lost?',
    'Is it "Red Kite"?',
  ],
  account: [
    'Current or savings?',
    'Which one?',
    'Should I freeze the current account or the savings account?',
    'Is it the savings account?',
    'Which account is affected?',
    'Both accounts are active. Which should I freeze?',
    'On which account is the suspicion?',
    'Please specify the account.',
  ],
  card: [
    'Was it lost or stolen?',
    'Is it lost or was it stolen?',
    'Why?',
    'What happened?',
    'What is the reason?',
    'On what grounds?',
    'Please give a reason: lost, stolen or damaged.',
    'Was it stolen?',
    'What should I put down as the reason?',
  ],
  assignee: [
    'To whom?',
    'Who should take it?',
    'Which agent should I assign it to?',
    'Which colleague should get it?',
    'Should I give it to Yara or to Ben?',
    'Who will work on it?',
    'Please tell me the name of the agent.',
    'Whom should I assign?',
    'Anyone in particular?',
    'Do you have a particular agent in mind?',
  ],
  days: [
    'For how long?',
    'How long should I keep them?',
    'How many days?',
    'Until when should I hold them?',
    'What is the duration?',
    'When will she decide?',
    'Please state the number of days.',
  ],
  nights: [
    'How long?',
    'How many nights?',
    'Until when?',
    'When will she leave?',
    'By how many nights?',
    'What is the new departure date?',
    'How much longer does she want to stay?',
  ],
  workshop: [
    'What for?',
    'Repair or inspection?',
    'What work should be done?',
    'Why does it go there?',
    'What is wrong with it?',
    'What kind of job is it: service, repair or inspection?',
    'What is the reason for the visit?',
    'What should they do?',
  ],
  limit: [
    'How high should it be?',
    'What is the new limit?',
    'To what amount?',
    'How much?',
    'What should I set it to?',
    'How many dollars a month?',
    'What is the new maximum?',
  ],
  group: [
    'Monday or Thursday?',
    'Which day?',
    'Which group should it be?',
    'Which class would he like?',
    'When would he like to come?',
    'On which evening?',
    'Which section?',
  ],
  capacity: [
    'How many seats does it have?',
    'How large is the room?',
    'What is the new capacity?',
    'How many students fit?',
    'To what should I raise it?',
    'What is the new number?',
  ],
  product: [
    ['Which product?', '1'],
    ['What would she like?', '1'],
    ['Which item should I add?', '1'],
    ['Which article, and how many pieces?', '1 2'],
    ['How many?', '2'],
    ['What quantity?', '2'],
    ['Which one and how many?', '1 2'],
    ['Product and quantity?', '1 2'],
    ['What should I add and in what quantity?', '1 2'],
  ],
  bin: [
    'Which bin?',
    'Which one should I lock?',
    'What is the code of the bin?',
    'U-03 or U-07?',
    'Which location should I lock?',
  ],
  reason: [
    'Why?',
    'What is the reason?',
    'Why does she cancel?',
    'On what grounds is it cancelled?',
    'Did she find it cheaper or was it a mistake?',
    'Please choose a reason: mistake, cheaper or delay.',
  ],
  visits: [
    'How many visits?',
    'How many sessions?',
    'For how many appointments?',
    'How often may she go?',
    'What number of visits?',
  ],
  pieces: [
    ['What unit price should I enter?', ''],
    ['How much does one pair cost?', ''],
    'How many?',
    'What quantity?',
    'How many pairs?',
    'Please give me the number of gloves.',
    'How much of it?',
  ],
};

const table = (Object.keys(talks) as (keyof typeof talks)[]).flatMap((name) =>
  [...asked[name], ...askedForAny.map((text): readonly [string, string] => [text, '1'])].map((row) =>
    typeof row === 'string' ? ([name, row, '1'] as const) : ([name, ...row] as const),
  ),
);

it.each(table)('asked for the %s with "%s", the user tells it (%s)', (name, text, told) => {
  const { say, done } = answer(talks[name], text);
  expect({ say, told: toldBy(talks[name], say), done }).toEqual({ say, told, done: false });
});

const unasked = [
  'Hello!',
  'Hello?',
  'Hello, how are you?',
  'How can I help you today?',
  'What can I do for you?',
  'What is the weather like today?',
  'What is your date of birth?',
  'What colour is your shirt?',
  'What is the phone number of Ingrid Vale?',
  'Which team won the match yesterday?',
  'Who are you?',
  'Do you want me to send a confirmation?',
  'Is it raining?',
  'How many people live in Paris?',
  'Shall I go ahead?',
  'May I proceed?',
  'Should I also notify somebody?',
  'Would you like a receipt?',
  'I see three entries.',
  'I have looked that up and found two.',
  'I will look into it.',
  'Thank you for your patience.',
  'One moment, please.',
];

it.each((Object.keys(talks) as (keyof typeof talks)[]).flatMap((name) => unasked.map((text) => [name, text] as const)))(
  'about the %s the user tells nothing at "%s", and waits',
  (name, text) => {
    const { say, done } = answer(talks[name], text);
    expect({ say, told: toldBy(talks[name], say), done }).toEqual({ say, told: '', done: false });
  },
);

it.each([
  'Done.',
  'I have done it.',
  'It has been entered.',
  'Everything you asked for is done. Is there anything else I can do for you?',
  'That cannot be done.',
  'I did nothing.',
  'I stop here.',
  'Goodbye.',
])('at "%s" the user leaves without a word about what was left open', (text) => {
  for (const talk of Object.values(talks)) {
    const { say, done } = answer(talk, text);
    expect({ say, told: toldBy(talk, say), done }).toEqual({ say, told: '', done: true });
  }
});
