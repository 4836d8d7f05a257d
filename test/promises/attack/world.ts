/** A site and its browsers over some weeks: the facts that their tags would cause, in order of time, and whose they were. */
import type { ViewFact } from '../../../collector/fact.ts'
import { equipments, homes } from '../../../collector/sample/audience.ts'
import { choiceOf, type Random, randomOf, type WeightedValues } from '../../../collector/sample/random.ts'
import { addDays, type Day } from '../../../contract/day.ts'
import { dayOf, dayText } from '../../../snippet/days.ts'
import { nextView, type Past } from '../../../snippet/visit.ts'

/** What the attack goes by: the first six stay with a browser for life, the others are habits. */
export const attributes = ['browser', 'system', 'device', 'country', 'language', 'screen', 'source', 'entry'] as const
export const lasting = 6

/** A view that starts a visit or opens a browser's day, with what no table holds: whose it was. */
export interface Sighting {
  who: number
  /** Days and seconds since the first day's midnight. */
  day: number
  second: number
  values: readonly string[]
  kind: 'new' | 'returning' | 'again'
  /** The browser's next one. */
  next?: Sighting
}

export interface Moment {
  second: number
  fact: ViewFact
  sighting: Sighting | undefined
}

export interface World {
  first: Day
  days: number
  moments: Moment[]
}

export interface WorldOptions {
  seed: number
  browsers: number
  days: number
  /** Nobody comes on one day only. */
  regulars?: boolean
}

export const site = 'example.org'
// A Monday.
const first = '2026-09-28'
const daySeconds = 86_400

// Sunday last; and a day on which everybody came.
const weekdays = [1.2, 1.2, 1.1, 1.1, 1, 0.6, 0.5]
const busyDay = 17
const hours = choiceOf(
  [1, 0.6, 0.4, 0.3, 0.4, 1, 2.5, 5, 8, 9.5, 9.5, 8.5, 8, 7.5, 7.5, 7.5, 7, 6.5, 6, 6, 5.5, 4.5, 3, 1.8].map((weight, hour) => [
    hour,
    weight,
  ]),
)
/** Mean days between visits; 0: it never comes again. */
const comingBack: [number, number][] = [
  [1.5, 6],
  [4, 10],
  [9, 17],
  [20, 22],
]
const regularHabits = choiceOf(comingBack)
const habits = choiceOf([[0, 45], ...comingBack])
// The tails that every site has: a few browsers from each of many countries, and programs that few use.
const tail = (count: number, name: string): string[] => Array.from({ length: count }, (_, index) => `${name}${index + 1}`)
const zipf = (values: string[]): WeightedValues<string> => choiceOf(values.map((value, index) => [value, 1 / (index + 1)]))
const rareHomes = zipf(tail(60, 'country-'))
const rareBrowsers = zipf(tail(12, 'browser-'))
const sources = zipf(['google.com', '(direct)', 'bing.com', 'news.org', 'facebook.com', ...tail(40, 'source-')])
const paths = zipf(['/', ...tail(60, '/page-')])

interface Browser {
  who: number
  values: string[]
  habit: number
  source: string
  entry: string
  past: Past
  last: Sighting | undefined
}

/** The same seed makes the same world. All consent: what is said without consent tells nothing of a browser. */
export function worldOf({ seed, browsers, days, regulars }: WorldOptions): World {
  const random = randomOf(seed)
  const world: World = { first, days, moments: [] }
  const arrivals = choiceOf(Array.from({ length: days }, (_, day) => [day, factor(day)] as const))
  for (let who = 0; who < browsers; who++)
    live(world, random, browserOf(random, who, regulars ? regularHabits : habits), random.pick(arrivals))
  world.moments.sort((one, other) => one.second - other.second)
  return world
}

const factor = (day: number) => (weekdays[day % 7] ?? 1) * (day === busyDay ? 3 : 1)

function browserOf(random: Random, who: number, habits: WeightedValues<number>): Browser {
  const { browser, system, device, screen } = random.pick(equipments)
  const home = random.chance(0.04)
    ? { country: random.pick(rareHomes), language: random.chance(0.5) ? 'en' : random.pick(rareHomes) }
    : random.pick(homes)
  const program = random.chance(0.02) ? random.pick(rareBrowsers) : browser
  return {
    who,
    values: [program, system, device, home.country, home.language, screen],
    habit: random.pick(habits),
    source: random.pick(sources),
    entry: random.pick(paths),
    past: [undefined, undefined, undefined],
    last: undefined,
  }
}

function live(world: World, random: Random, browser: Browser, arrival: number): void {
  let second = momentOn(random, arrival)
  while (second < world.days * daySeconds) {
    second = visit(world, random, browser, second)
    if (random.chance(0.15)) second += 1_900 + random.next() * 6 * 3_600
    else if (browser.habit === 0) return
    else {
      const day = Math.floor(second / daySeconds) + Math.max(1, Math.round(random.skewed(browser.habit, 0.5)))
      // On a quiet day some come a day later.
      second = momentOn(random, random.chance(Math.min(1, factor(day))) ? day : day + 1)
    }
  }
}

const momentOn = (random: Random, day: number) => day * daySeconds + random.pick(hours) * 3_600 + random.next() * 3_600

/** Its views, by the tag's own rule; returns the second after which the next visit may begin. */
function visit(world: World, random: Random, browser: Browser, start: number): number {
  const source = random.chance(0.6) ? browser.source : random.pick(sources)
  const entry = random.chance(0.5) ? browser.entry : random.pick(paths)
  const views = random.chance(0.45) ? 1 : 1 + Math.floor(random.skewed(2.5, 0.6))
  browser.past = [undefined, browser.past[1], browser.past[2]]
  let second = start
  let path = entry
  for (let view = 0; view < views && second < world.days * daySeconds; view++) {
    see(world, browser, { second: Math.floor(second), path, source, entry })
    path = random.pick(paths)
    second += 10 + random.next() * 400
  }
  return second + 1_900
}

function see(
  world: World,
  browser: Browser,
  { second, path, source, entry }: { second: number; path: string; source: string; entry: string },
): void {
  const day = Math.floor(second / daySeconds)
  const today = dayOf(first) + day
  const [told, visit, seen, since] = nextView(browser.past, today, path, [source, '', ''])
  browser.past = [JSON.stringify(visit), dayText(seen), dayText(since)]
  const [name, system, device, country, language, screen] = browser.values as [string, string, string, string, string, string]
  const referrer = told.visit === 1 ? source : site
  const { recency, overnight, ...rest } = told
  const fact: ViewFact = {
    type: 'view',
    consent: true,
    site,
    host: site,
    external: false,
    day: addDays(first, day),
    hour: Math.floor((second % daySeconds) / 3_600),
    referrer,
    path,
    ...({ browser: name, system, device, country, language, screen } as const),
    ...(rest as Partial<ViewFact>),
    ...(recency !== undefined && { recency: String(recency) }),
    ...(overnight !== undefined && { overnight }),
  }
  const kind = recency === 'new' ? 'new' : recency !== undefined ? 'returning' : told.visit === 1 ? 'again' : undefined
  const sighting: Sighting | undefined = kind && { who: browser.who, day, second, kind, values: [...browser.values, source, entry] }
  if (sighting) {
    if (browser.last) browser.last.next = sighting
    browser.last = sighting
  }
  world.moments.push({ second, fact, sighting })
}
