import type { Random } from '../../base/random.ts';

/** Names of people, streets, cities and companies that the domains fill their states with. All are invented combinations. */

const givenNames = list(
  'Amara Aiko Ana Anders Anika Arjun Astrid Ayesha Beatriz Bilal Bo Camille Carlos Chiara Chidi Daniela Dmitri ' +
    'Ebba Elif Emeka Emil Esther Farah Fatou Felix Freya Gabriel Giulia Grace Hana Hassan Helena Hiro Ibrahim Ines ' +
    'Ivan Jamal Jana Joao Johanna Jun Kaito Karolina Kavya Kofi Kwame Layla Leila Liam Linh Lucia Magnus Malik Marek ' +
    'Mariam Mateo Maya Mei Mikael Minh Nadia Naomi Niamh Nikos Noor Oksana Olga Omar Owen Paloma Pavel Petra Priya ' +
    'Rafael Ravi Renata Rosa Samira Sanjay Santiago Sena Simone Sofia Soren Tariq Teresa Thandiwe Tomas Umar Uma ' +
    'Valeria Viktor Wanjiru Wei Yara Yusuf Zainab Zofia',
);

const familyNames = list(
  'Abebe Adeyemi Aguilar Ahmed Almeida Andersson Bauer Becker Bergstrom Bianchi Castillo Chen Cohen Conti Costa ' +
    'Das Diallo Dubois Eriksen Fernandez Fischer Fofana Garcia Georgiou Gomez Gupta Haddad Hansen Hernandez Horvath ' +
    'Hoang Ivanova Jansen Jensen Kamau Kaplan Khan Kim Kovacs Kowalska Kruger Larsen Laurent Lindqvist Lopez Mahmoud ' +
    'Martins Mbeki Mendoza Mensah Meyer Moreau Murphy Nakamura Ndiaye Nguyen Novak Oduya Okafor Okoye Olsen Ortega ' +
    'Osei Papadakis Park Patel Pereira Petrov Popescu Ramirez Rao Reyes Ricci Rossi Saito Salazar Santos Sato ' +
    'Schmidt Sharma Silva Singh Sokolov Suzuki Tanaka Torres Toure Tran Varga Vasquez Virtanen Walsh Wang Weber ' +
    'Yamamoto Yildiz Zhang Zulu',
);

const streets = list(
  'Alder Street, Bakery Lane, Birch Avenue, Bridge Street, Canal Road, Castle Hill, Cedar Close, Chapel Street, ' +
    'Cherry Walk, Church Road, Clock Tower Square, Dock Street, Elm Grove, Ferry Road, Garden Row, Harbour View, ' +
    'Hazel Court, High Street, Juniper Way, King Street, Lake Road, Lavender Lane, Linden Avenue, Maple Drive, ' +
    'Market Place, Mill Lane, Oak Terrace, Orchard Road, Park Lane, Pine Street, Quarry Road, Rose Street, ' +
    'School Lane, Spring Gardens, Station Road, Sycamore Close, Tannery Row, Union Street, Vine Street, Willow Way',
);

export const cities = list(
  'Aarhus Bergen Bologna Braga Brno Cork Dresden Ghent Girona Graz Groningen Leeds Leipzig Lille Linz Ljubljana ' +
    'Lund Malmo Nantes Norwich Odense Porto Poznan Riga Salzburg Seville Split Tallinn Tampere Trieste Turku Utrecht ' +
    'Valencia Vilnius York Zagreb',
);

export const companies = list(
  'Alpenrose Foods, Amberfield Systems, Bluewater Logistics, Brightside Energy, Cobalt Robotics, Copperleaf Media, ' +
    'Delta Print Works, Eastgate Partners, Fernhill Clinics, Foxglove Design, Granite Works, Greenline Transit, ' +
    'Harborlight Insurance, Hollow Oak Furniture, Ironbridge Tools, Juniper Analytics, Kestrel Aviation, ' +
    'Lanternfish Games, Larkspur Textiles, Meridian Labs, Mosaic Learning, Nimbus Software, Northwind Outdoor, ' +
    'Oakridge Builders, Orchid Hospitality, Pinecrest Dairy, Quicksilver Couriers, Redwood Legal, Riverstone Bank, ' +
    'Saffron Kitchens, Silverbirch Health, Solstice Solar, Starling Telecom, Tidewater Marine, Umbra Optics, ' +
    'Vantage Realty, Westbrook Motors, Wildflower Cosmetics, Willowbank School, Zephyr Cycles',
);

/** The items of a text: separated by commas where there are any, else by blanks. */
function list(text: string): readonly string[] {
  return text.split(text.includes(', ') ? ', ' : ' ');
}

export interface Person {
  /** "Maya Okafor"; no two people of one list share a given name, so "Maya" alone is enough to find her. */
  readonly name: string;
  readonly given: string;
  readonly family: string;
  /** "maya.okafor@example.com" */
  readonly email: string;
}

/** `count` people, all with different given and family names. At most 90. */
export function people(random: Random, count: number): Person[] {
  const families = random.sample(familyNames, count);
  return random.sample(givenNames, count).map((given, i) => {
    const family = families[i] ?? '';
    return { name: `${given} ${family}`, given, family, email: `${given}.${family}@example.com`.toLowerCase() };
  });
}

/** "14 Mill Lane, Ghent" */
export function address(random: Random): string {
  return `${random.integer(1, 98)} ${random.pick(streets)}, ${random.pick(cities)}`;
}

/** A phone number from the range reserved for fiction: "+44 20 7946 0123". */
export function phone(random: Random): string {
  return `+44 20 7946 0${String(random.integer(0, 999)).padStart(3, '0')}`;
}
