/** One visit of one person: the pages seen, when, by which address, and how each was come to. */
import { choiceOf, type Random } from '../../collector/sample/random.ts'
import type { Assumptions } from './assumptions.ts'
import { dayLength, days, start } from './calendar.ts'
import type { Device } from './devices.ts'
import type { Network } from './networks.ts'
import type { Person } from './people.ts'
import type { Arrival, View } from './view.ts'

export interface Life {
  random: Random
  given: Assumptions
  views: View[]
  next(): number
}

export interface Browsing {
  person: Person
  device: Device
  network: Network
  at: number
}

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
export function browse(life: Life, { person, device, network, at }: Browsing): void {
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
