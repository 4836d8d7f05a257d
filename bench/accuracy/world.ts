/** Half a year of a city's web site: every view in order of time, with all that no counter is told. */
import { choiceOf, type Random, randomOf } from '../../collector/sample/random.ts'
import { addDays, type Day } from '../../contract/day.ts'
import type { Assumptions } from './assumptions.ts'
import { type Device, numbers } from './devices.ts'
import type { Network } from './networks.ts'
import { cityOf, type Person, type School } from './people.ts'

/** A page seen. Address and agent are what a server sees; person, browser and jar are what is true. */
export interface View {
  /** Milliseconds since 1970, whole seconds. */
  at: number
  /** Days since the world's first. */
  day: number
  person: number
  browser: number
  /** One life of a browser's cookies; a private window has one of its own. */
  jar: number
  /** A tab, which lasts as long as the visit that its person had in mind. */
  tab: number
  isSafari: boolean
  address: string
  agent: string
  arrival: Arrival
  path: string
  willing: number
  /** Where the banner is shown and its reader is willing: it is answered on this page. */
  answers: boolean
}

/** The referring host, or none; `inside`: the site's own. A reload or a step back keeps the referrer of the first load. */
export interface Arrival {
  from: 'search.test' | 'other.test' | 'pay.test' | 'inside' | null
  by: 'link' | 'reload' | 'back'
}

export interface World {
  views: View[]
  given: Assumptions
}

/** Site-local days are days of UTC: the best case for salts that change at midnight UTC. */
export const firstDay: Day = '2026-06-03'
export const measuredFrom: Day = '2026-09-01'
export const measuredTo: Day = '2026-11-30'
/** Three months to get to know its visitors, then thirteen weeks that are measured. */
export const days = 181
const dayLength = 86_400_000
const start = Date.parse(`${firstDay}T00:00:00Z`)

export const dayName = (day: number): Day => addDays(firstDay, day)

interface Life {
  random: Random
  given: Assumptions
  views: View[]
  next(): number
}

/** The same assumptions make the same world. */
export function worldOf(given: Assumptions): World {
  const random = randomOf(given.seed)
  const own = numbers()
  const life: Life = { random, given, views: [], next: own.next }
  const { people, schools } = cityOf(random, own, given)
  const plans = [...people.flatMap((person) => plansOf(life, person)), ...schools.flatMap((school) => lessonsOf(life, school))]
  // In order of time, since a shared computer's cookies are whatever its last reader left.
  for (const plan of plans.sort((one, other) => one.at - other.at)) browse(life, placeOf(life, plan))
  return { views: life.views.sort((one, other) => one.at - other.at), given }
}

/** Who comes, when; at school also where. */
interface Plan {
  person: Person
  at: number
  school?: true
}

const hours = choiceOf<number>(
  [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23].map((hour) => [hour, hour < 8 || hour > 21 ? 0.4 : 1]),
)

function plansOf(life: Life, person: Person): Plan[] {
  const { random } = life
  const plans: Plan[] = []
  // Half of those who come again did so before the world began.
  let day = person.habit === null || random.chance(0.5) ? random.next() * days : random.next() * Math.min(days, person.habit)
  while (day < days) {
    const at = momentOf(life, Math.floor(day))
    plans.push({ person, at })
    if (random.chance(0.06)) plans.push({ person, at: at + Math.round(3_600 + random.next() * 18_000) * 1_000 })
    if (person.habit === null || random.chance(0.03)) break
    day = Math.floor(day) + Math.max(1, Math.round(random.skewed(person.habit, 0.5)))
  }
  return plans
}

function momentOf({ random }: Life, day: number): number {
  return start + day * dayLength + random.pick(hours) * 3_600_000 + random.whole(0, 3_599) * 1_000
}

interface Browsing {
  person: Person
  device: Device
  network: Network
  at: number
}

function placeOf({ random, given }: Life, { person, at, school }: Plan): Browsing {
  const { office } = person
  const hour = Math.floor((at % dayLength) / 3_600_000)
  if (office && !school && isWeekday(at) && hour >= 8 && hour < 17 && random.chance(0.6)) return { person, at, ...office }
  const byPhone = person.phone && (!person.computer || random.chance(given.phoneShare))
  if (!byPhone || !person.phone) return { person, at, device: person.computer ?? person.phone!, network: person.home }
  return { person, at, device: person.phone, network: random.chance(given.onCarrier) ? person.carrier : person.home }
}

// The first of January 1970 was a Thursday.
const isWeekday = (at: number) => (Math.floor(at / dayLength) + 3) % 7 < 5

/** Cookies are cleared at a time of the owner's choosing; the next visit finds none. */
function clear({ random, next }: Life, device: Device, at: number): void {
  if (!device.clears) return
  if (device.nextClear > at) return
  if (device.nextClear > 0) device.jar = next()
  device.nextClear = at - Math.log(1 - random.next()) * device.clears * dayLength
}

const sources = choiceOf<Arrival['from']>([
  ['search.test', 0.5],
  ['other.test', 0.15],
  [null, 0.35],
])
const paths = ['/', '/parks', '/permits', '/library', '/news', '/jobs', '/waste', '/contact']

/** Half of the visits see one page. */
function browse(life: Life, { person, device, network, at }: Browsing): void {
  const { random, given, views, next } = life
  clear(life, device, at)
  const jar = random.chance(given.privateShare) ? next() : device.jar
  const tab = next()
  const count = random.chance(0.5) ? 1 : 1 + Math.max(1, Math.round(random.skewed(2, 0.7)))
  let arrival: Arrival = { from: random.pick(sources), by: 'link' }
  const trail: { path: string; from: Arrival['from'] }[] = []
  let place = network
  for (let seen = 0, time = at; seen < count; seen++) {
    const path = arrival.by === 'reload' ? trail.at(-1)!.path : arrival.by === 'back' ? trail.at(-2)!.path : pathOf(random)
    trail.push({ path, from: arrival.from })
    const day = Math.floor((time - start) / dayLength)
    if (day >= days) break
    views.push({
      at: time,
      day,
      person: person.number,
      browser: device.number,
      jar,
      tab,
      isSafari: device.isSafari,
      address: place(device.number, time),
      agent: device.agent(day),
      arrival,
      path,
      willing: person.willing,
      answers: random.chance(given.answersAtOnce),
    })
    time += pauseOf(random)
    arrival = moveOf(random, trail)
    // Out of the house with the phone in hand.
    if (device === person.phone && random.chance(0.03)) place = place === person.home ? person.carrier : person.home
  }
  if (device.clears === 0) device.jar = next()
}

const pathOf = (random: Random) => paths[Math.floor(random.next() ** 2 * paths.length)]!

/** Most go on within minutes; some leave the tab open for longer than any visit lasts. */
function pauseOf(random: Random): number {
  const seconds = random.chance(0.03) ? random.whole(1_900, 6_000) : Math.min(1_500, Math.round(random.skewed(60, 1)))
  return Math.max(1, seconds) * 1_000
}

function moveOf(random: Random, trail: readonly { path: string; from: Arrival['from'] }[]): Arrival {
  const draw = random.next()
  if (draw < 0.04) return { from: trail.at(-1)!.from, by: 'reload' }
  if (draw < 0.12 && trail.length > 1) return { from: trail.at(-2)!.from, by: 'back' }
  // By way of a payment or a sign-in elsewhere, from another search, by hand.
  if (draw < 0.14) return { from: 'pay.test', by: 'link' }
  if (draw < 0.16) return { from: 'search.test', by: 'link' }
  return { from: draw < 0.18 ? null : 'inside', by: 'link' }
}

/** A lesson on some school days: a class behind one address, on machines that are all the same. */
function lessonsOf({ random, given }: Life, { pupils }: School): Plan[] {
  const plans: Plan[] = []
  for (let day = 0; day < days; day++) {
    const morning = start + day * dayLength
    if (!isWeekday(morning) || !random.chance(given.lessons)) continue
    const bell = morning + random.whole(8, 13) * 3_600_000
    const first = random.whole(0, Math.floor(pupils.length / classSize) - 1) * classSize
    for (const person of pupils.slice(first, first + classSize)) {
      plans.push({ person, at: bell + random.whole(0, 2_400) * 1_000, school: true })
    }
  }
  return plans
}

const classSize = 25
