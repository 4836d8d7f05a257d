/** A small world of browsers for tests: the facts that they cause, and what was really true of them. */

import type { ViewFact } from '../../collector/fact.ts'
import { addDays, type Day } from '../../contract/day.ts'
import type { Measure } from '../../contract/measures.ts'
import { randomOf } from '../kit/random.ts'
import type { Truth } from '../kit/truth.ts'

export interface World {
  facts: ViewFact[]
  truths: Truth[]
}

export interface WorldOptions {
  site: string
  seed: number
  from: Day
  days: number
  browsers: number
}

/** The same seed makes the same world. Visits begin at any minute, so some go on over midnight. */
export function worldOf(options: WorldOptions): World {
  const random = randomOf(options.seed)
  const world: World = { facts: [], truths: [] }
  for (let who = 0; who < options.browsers; who++) live({ ...options, who, random, world })
  world.facts.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
  return world
}

export const paths = ['/', '/parks', '/permits', '/rare']
export const sources = ['google.com', 'news.org', '(direct)', 'rare.org']
/** What stands in crosses of such a world: the common ones of each. */
export const earned = {
  path: ['/', '/parks', '/permits'],
  entry: ['/', '/parks', '/permits'],
  source: ['google.com', 'news.org', '(direct)'],
  browser: ['Firefox', 'Chrome'],
  device: ['mobile', 'desktop'],
  country: ['US'],
}
export const countMeasures: Measure[] = [
  'views',
  'visits',
  'visitors',
  'newVisitors',
  'entries',
  'exits',
  'bounces',
  'bounceRate',
  'viewsPerVisit',
  'coverage',
]
export const agents = ['Firefox', 'Chrome', 'Lynx']
const devices = ['mobile', 'desktop']
const countries = ['US', 'FR']
const day = 1_440

interface Life extends WorldOptions {
  who: number
  random: () => number
  world: World
}

const pick = <Value>(random: () => number, values: readonly Value[]): Value => values[Math.floor(random() ** 1.5 * values.length)] as Value

function live(life: Life): void {
  const { random, who } = life
  const consent = random() < 0.7
  const own = { browser: pick(random, agents), device: pick(random, devices), country: pick(random, countries) }
  const eager = random() < 0.2 ? 1 : 12
  let minute = Math.floor(random() * life.days * day)
  let seen: number | null = null
  for (let visit = 0; minute < life.days * day; visit++) {
    const views = viewsOf(life, minute)
    for (const [index, each] of views.entries()) {
      const today = Math.floor(each.minute / day)
      const fact = factOf(life, { views, index, consent, own, seen })
      life.world.facts.push(fact)
      life.world.truths.push(truthOf({ who, visit: `${life.site}/${who}/${visit}`, views, index, fact, own, newcomer: seen === null }))
      seen = today
    }
    minute = (views.at(-1)?.minute ?? minute) + 31 + Math.floor(random() * eager * day)
  }
}

interface View {
  minute: number
  path: string
  source: string
  /** Whether its visit opened the browser's day, or life: set with the first view. */
  opened?: 'day' | 'new'
}

function viewsOf({ random, days }: Life, start: number): View[] {
  const source = pick(random, sources)
  const count = random() < 0.4 ? 1 : 1 + Math.floor(random() * 6)
  const views: View[] = []
  for (let index = 0, minute = start; index < count && minute < days * day; index++) {
    views.push({ minute, path: pick(random, paths), source })
    minute += 1 + Math.floor(random() * 29)
  }
  return views
}

interface Moment {
  views: View[]
  index: number
  consent: boolean
  own: { browser: string; device: string; country: string }
  /** The day on which the browser was last seen. */
  seen: number | null
}

function factOf({ site, from }: Life, { views, index, consent, own, seen }: Moment): ViewFact {
  const view = views[index]!
  const start = views[0]!
  const today = Math.floor(view.minute / day)
  const hour = Math.floor((view.minute % day) / 60)
  const referrer = index === 0 ? (view.source === '(direct)' ? '(direct)' : view.source) : site
  const common = { type: 'view' as const, site, host: site, day: addDays(from, today), hour, referrer, path: view.path, device: own.device }
  if (!consent) return { ...common, consent, external: index === 0 }
  const recency = seen === null ? 'new' : seen === today ? undefined : String(Math.min(31, today - seen))
  if (index === 0 && recency) start.opened = recency === 'new' ? 'new' : 'day'
  const before = index > 0 ? Math.floor(views[index - 1]!.minute / day) : today
  const began = Math.floor(start.minute / day)
  return {
    ...common,
    ...own,
    consent,
    external: false,
    source: view.source,
    recency,
    visit: [1, 2, 3, 4, 6, 11].find((count) => count === index + 1),
    first: isSight(views, index) ? (start.opened ?? 'visit') : undefined,
    from: index > 0 ? views[index - 1]!.path : undefined,
    overnight: before < today ? 'view' : began < today ? 'visit' : undefined,
  }
}

function isSight(views: readonly View[], index: number): boolean {
  return views.findIndex((each) => each.path === views[index]!.path) === index
}

function truthOf(
  given: Pick<Moment, 'views' | 'index' | 'own'> & { who: number; visit: string; fact: ViewFact; newcomer: boolean },
): Truth {
  const { who, visit, views, index, fact, own, newcomer } = given
  const { path, source } = views[index]!
  const sent = { path, device: own.device, hour: String(fact.hour), host: fact.host, referrer: fact.referrer! }
  return {
    who,
    visit,
    day: fact.day,
    consent: fact.consent,
    values: fact.consent ? { ...sent, ...own, source, entry: views[0]!.path } : sent,
    began: index === 0,
    only: views.length === 1,
    ended: index === views.length - 1,
    sight: isSight(views, index),
    newcomer: newcomer && fact.consent,
    firstVisit: views[0]!.opened === 'new',
  }
}
