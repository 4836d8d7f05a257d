/** The visits of each day in the sample city: a world that goes on from day to day, from a seed. */
import { addDays, type Day } from '../../contract/day.ts'
import { type Origin, originsIn } from './audience.ts'
import { type Browser, newcomer, pauseOf } from './browsers.ts'
import { type Season, seasonOf } from './calendar.ts'
import { entryPage, nextPage, secondsOn } from './city.ts'
import { type Random, randomOf } from './random.ts'

export interface HistoryOptions {
  seed: number
  /** The last day; the history has `days` of them. */
  end: Day
  days: number
  /** Visits on an average day at the end of the history. */
  visits: number
}

export interface SampleVisit {
  /** Only here: no fact holds whose visit it is. */
  browser: Browser
  hour: number
  origin: Origin
  pages: { path: string; seconds: number }[]
}

export interface VisitsOfDay {
  day: Day
  season: Season
  random: Random
  visits: SampleVisit[]
}

/** Days in order. Each day's visits are made as it is asked for; browsers that will come back are all that is kept. */
export function* historyOf({ seed, end, days, visits }: HistoryOptions): Generator<VisitsOfDay> {
  const random = randomOf(seed)
  const expected = new Map<number, Browser[]>()
  for (let index = 0; index < days; index++) {
    const day = addDays(end, index + 1 - days)
    const season = seasonOf(day, end)
    const due = expected.get(index) ?? []
    expected.delete(index)
    // On a quiet day some of those who would have come do so on the next.
    const coming = due.filter((browser) => random.chance(Math.min(1, season.factor)) || !expect(expected, index + 1, browser))
    const fresh = random.count(Math.max(visits * season.factor - coming.length, visits * season.factor * 0.25))
    for (let count = 0; count < fresh; count++) coming.push(newcomer(random))
    const made = coming.flatMap((browser) => visitsOf(random, season, browser))
    yield { day, season, random, visits: made.sort((one, other) => one.hour - other.hour) }
    for (const browser of coming) {
      const pause = pauseOf(random, browser)
      if (pause !== null && index + pause < days) expect(expected, index + pause, browser)
    }
  }
}

function expect(expected: Map<number, Browser[]>, index: number, browser: Browser): true {
  const list = expected.get(index)
  if (list) list.push(browser)
  else expected.set(index, [browser])
  return true
}

function visitsOf(random: Random, season: Season, browser: Browser): SampleVisit[] {
  const first = visitOf(random, season, browser)
  return random.chance(0.07) ? [first, visitOf(random, season, browser)] : [first]
}

function visitOf(random: Random, season: Season, browser: Browser): SampleVisit {
  const { month, occasion } = season
  const called = occasion !== undefined && random.chance(occasion.share)
  const path = called ? occasion.path : entryPage(random, month)
  const pages = [path]
  // Half of the visits see one page; a phone's are shorter.
  const onward = browser.equipment.device === 'mobile' ? 0.62 : 0.7
  if (random.chance(0.55))
    do pages.push(nextPage(random, month, pages.at(-1) ?? path))
    while (pages.length < 20 && random.chance(onward))
  return {
    browser,
    hour: random.pick(season.hours),
    origin: random.pick(originsIn[month] as (typeof originsIn)[number]),
    pages: pages.map((each) => ({ path: each, seconds: Math.min(1_800, Math.round(random.skewed(secondsOn.get(each) ?? 30, 0.8))) })),
  }
}
