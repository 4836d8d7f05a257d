/** The people of the city: how often each comes, from where, and with which devices. */
import type { Random } from '../../collector/sample/random.ts'
import type { Assumptions } from './assumptions.ts'
import { computer, type Device, image, machine, type Numbers, phone } from './devices.ts'
import { building, carrier, household, type Network } from './networks.ts'

export interface Person {
  number: number
  /** Mean days between visits; null: comes once. */
  habit: number | null
  /** Share of all people who are more willing to agree to statistics: 0 the first to, 1 the last. */
  willing: number
  phone: Device | null
  computer: Device | null
  home: Network
  carrier: Network
  office: { network: Network; device: Device } | null
}

export interface School {
  network: Network
  pupils: Person[]
}

export interface City {
  people: Person[]
  schools: School[]
}

// As the sample site's: daily, weekly, monthly and seasonal visitors; most come once.
const habits: readonly (readonly [number, number])[] = [
  [0.03, 1.6],
  [0.1, 7],
  [0.15, 28],
  [0.12, 80],
]

export function cityOf(random: Random, own: Numbers, given: Assumptions): City {
  const carriers = Array.from({ length: given.carriers }, (_, name) => carrier(random, name, given))
  const offices = Array.from({ length: given.offices }, (_, name) => ({ network: building(`o${name}`), image: image(random) }))
  const people: Person[] = []
  for (let name = 0; people.length < given.people; name++) {
    const home = household(random, name, given)
    const size = given.phoneShare === 0 || random.chance(0.7) ? 1 : random.whole(2, 3)
    const shared = size > 1 && random.chance(given.sharedComputer) ? computer(random, own, given) : null
    for (let member = 0; member < size; member++) {
      const office = offices.length > 0 && random.chance(0.25) ? offices[random.whole(0, offices.length - 1)]! : null
      people.push({
        number: own.next(),
        habit: habitOf(random),
        willing: 0,
        ...equipment(random, own, shared, given),
        home,
        carrier: carriers[random.whole(0, carriers.length - 1)]!,
        office: office && { network: office.network, device: machine(random, own, office.image, given) },
      })
    }
  }
  const schools = Array.from({ length: given.schools }, (_, name) => schoolOf(random, own, name, given))
  rank(random, [...people, ...schools.flatMap(({ pupils }) => pupils)], given.lean)
  return { people, schools }
}

function habitOf(random: Random): number | null {
  let at = random.next()
  for (const [share, days] of habits) {
    if (at < share) return days
    at -= share
  }
  return null
}

/** Three in ten have but one device. */
function equipment(random: Random, own: Numbers, shared: Device | null, given: Assumptions): Pick<Person, 'phone' | 'computer'> {
  const only = given.phoneShare === 0 ? 'computer' : random.chance(0.7) ? null : random.chance(0.75) ? 'phone' : 'computer'
  return {
    phone: only === 'computer' ? null : phone(random, own, given),
    computer: only === 'phone' ? null : (shared ?? computer(random, own, given)),
  }
}

function schoolOf(random: Random, own: Numbers, name: number, given: Assumptions): School {
  const network = building(`s${name}`)
  const same = image(random)
  const pupils = Array.from({ length: given.pupilsPerSchool }, () => ({
    number: own.next(),
    habit: null,
    willing: 0,
    phone: null,
    computer: machine(random, own, same, given),
    home: network,
    carrier: network,
    office: null,
  }))
  return { network, pupils }
}

/** So that exactly the asked share of people agrees, whoever they are; with a lean, those who come often are sooner among them. */
function rank(random: Random, people: Person[], lean: number): void {
  const scores = people.map((person) => ({ person, score: random.next() + (person.habit === null ? lean : (lean * person.habit) / 100) }))
  scores.sort((one, other) => one.score - other.score)
  for (const [index, { person }] of scores.entries()) person.willing = (index + 0.5) / scores.length
}
