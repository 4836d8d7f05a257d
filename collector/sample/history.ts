/** The sample site's whole history as facts in day order, made as they are taken. */
import { type Day, daysBetween } from '../../contract/day.ts'
import type { CountFact, Fact } from '../fact.ts'
import { networks, refusals, strayHosts } from './audience.ts'
import { factsOf } from './facts.ts'
import { type Random, randomOf } from './random.ts'
import { sampleDomain } from './site.ts'
import { type HistoryOptions, historyOf } from './visits.ts'

/** The same options always give the same facts. */
export function* sampleHistory(options: HistoryOptions): Generator<Fact> {
  for (const { day, random, visits } of historyOf(options)) {
    let views = 0
    for (const visit of visits) {
      views += visit.pages.length
      yield* factsOf({ random, day, visit })
    }
    yield* countsOf(random, day, views)
  }
}

/** What intake counts in memory: refused events, hosts that are not the site's, networks that are common. */
function* countsOf(random: Random, day: Day, views: number): Generator<CountFact> {
  const at = { type: 'count' as const, site: sampleDomain, day }
  // Of chance of its own, so that all else is as it would be without hours.
  const hours = randomOf(daysBetween('2000-01-01', day))
  const refused = (value: string, count: number) => eachByHour(hours, { ...at, dimension: 'refused', value }, count)
  for (const [value, mean] of refusals) yield* refused(value, random.count(mean))
  let strays = 0
  for (const [value, mean] of strayHosts) {
    const count = random.count(mean)
    strays += count
    if (count > 0) yield { ...at, dimension: 'stray', value, count }
  }
  yield* refused('host', strays)
  for (const [value, share] of networks) {
    const count = random.count(views * share)
    // A network enters a day's counts once it is common on it.
    if (count >= 10) yield { ...at, dimension: 'network', value, count }
  }
}

/** Programs keep no hours. */
function* eachByHour(random: Random, fact: Omit<CountFact, 'count'>, count: number): Generator<CountFact> {
  const hours = new Map<number, number>()
  for (let each = 0; each < count; each++) {
    const hour = random.whole(0, 23)
    hours.set(hour, (hours.get(hour) ?? 0) + 1)
  }
  for (const [hour, count] of hours) yield { ...fact, hour, count }
}
