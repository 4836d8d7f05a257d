/** An attacker who sends: how many of the values that visits carry can they make common, so that these stand beside others? */
import { earningBrowsers, earningDays, severalNetworks, severalWithinDays } from '../../../contract/rules.ts'
import { attributes, type Sighting, type World } from './world.ts'

/** What came for a value on a day. */
interface Came {
  opened: number
  added: number
  networks: Set<number>
}

/** Of the values that visits carried, how many stand beside others. */
export interface Opened {
  values: number
  /** Common by ten browsers, whoever sent them. */
  byBrowsers: number
  /** Common once somebody with so many networks has sent all that they like, on each day; by nobody first. */
  byAttacker: number[]
}

/** Of visits on days that have all days before them by which a value is common. */
export function opened(world: World): Opened {
  const sightings = world.moments.flatMap(({ sighting }) => (sighting ? [sighting] : []))
  const came = cameOn(sightings)
  const found: Opened = { values: 0, byBrowsers: 0, byAttacker: Array.from({ length: severalNetworks + 1 }, () => 0) }
  for (const sighting of sightings.filter(({ day }) => day >= earningDays.first)) {
    for (const name of namesOf(sighting)) {
      const days = range(sighting.day - earningDays.first, sighting.day - earningDays.last).map((day) => came.get(`${day} ${name}`))
      const networks = networksIn(days)
      const isMany = browsersIn(days) >= earningBrowsers
      found.values++
      if (isMany) found.byBrowsers++
      // Whoever sends is as many browsers as they like, of their own networks alone.
      found.byAttacker.forEach((count, own) => {
        if (networks + own >= severalNetworks && (own > 0 || isMany)) found.byAttacker[own] = count + 1
      })
    }
  }
  return found
}

/** By day and value. */
function cameOn(sightings: readonly Sighting[]): Map<string, Came> {
  const came = new Map<string, Came>()
  for (const sighting of sightings) {
    for (const name of namesOf(sighting)) {
      const key = `${sighting.day} ${name}`
      const known = came.get(key) ?? { opened: 0, added: 0, networks: new Set<number>() }
      came.set(key, known)
      if (sighting.kind !== 'again') known.opened++
      if (sighting.kind === 'new') known.added++
      known.networks.add(networkOf(sighting.who))
    }
  }
  return came
}

/** Every third sits in one office; the others have networks of their own. */
const networkOf = (who: number) => (who % 3 === 0 ? 0 : who)

// A screen stands beside nothing.
const namesOf = ({ values }: Sighting) =>
  values.map((value, index) => `${attributes[index]} ${value}`).filter((name) => !name.startsWith('screen'))

/** Different networks of some days that follow each other, at most. */
function networksIn(days: readonly (Came | undefined)[]): number {
  const from = (first: number) => days.slice(first, first + severalWithinDays).flatMap((each) => [...(each?.networks ?? [])])
  return Math.max(...days.map((_, first) => new Set(from(first)).size))
}

/** Different browsers at least, as collector/store/queries/earned.ts counts them; days in order. */
function browsersIn(days: readonly (Came | undefined)[]): number {
  let later = 0
  let most = 0
  for (const day of days.toReversed()) {
    most = Math.max(most, (day?.opened ?? 0) + later)
    later += day?.added ?? 0
  }
  return most
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
