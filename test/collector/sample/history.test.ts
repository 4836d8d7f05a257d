/** The sample's history: the same from the same seed, in day order, and true to the browsers that only the generator knows. */
import { describe, expect, it } from 'vitest'
import type { AcceptFact, Fact, ViewFact } from '../../../collector/fact.ts'
import type { Browser } from '../../../collector/sample/browsers.ts'
import { factsOf } from '../../../collector/sample/facts.ts'
import { sampleHistory } from '../../../collector/sample/history.ts'
import { randomOf } from '../../../collector/sample/random.ts'
import { sampleSite } from '../../../collector/sample/site.ts'
import { historyOf, type SampleVisit } from '../../../collector/sample/visits.ts'
import { addDays, type Day, daysBetween, weekOf } from '../../../contract/day.ts'
import { vitalMetrics } from '../../../contract/vitals.ts'

const end = '2026-11-23'
const options = { seed: 7, end, days: 250, visits: 12 }

/** Each visit of the world beside the facts that it became. */
const world: { day: Day; visit: SampleVisit; facts: Fact[] }[] = []
for (const { day, random, visits } of historyOf(options)) {
  for (const visit of visits) world.push({ day, visit, facts: factsOf({ random, day, visit }) })
}
const counted = (facts: Fact[]) =>
  facts.filter((fact): fact is ViewFact | AcceptFact => fact.type === 'accept' || (fact.type === 'view' && fact.consent))
const consented = world.filter(({ visit }) => visit.browser.consent)

describe('the sample’s history', () => {
  it('is the same from the same seed, and another from another', () => {
    const text = (seed: number) => JSON.stringify([...sampleHistory({ ...options, days: 30, seed })])
    expect(text(7)).toBe(text(7))
    expect(text(7)).not.toBe(text(8))
  })

  it('comes in day order, has every day up to its end, and names no site but its own', () => {
    const days = [...sampleHistory(options)].map((fact) => [fact.site, fact.day].join())
    expect(days).toEqual([...days].sort())
    expect(new Set(days).size).toBe(options.days)
    expect(days.at(-1)).toBe(`${sampleSite().domain},${end}`)
  })

  it('tells the visitors of any window up to 31 days as they were', () => {
    const random = randomOf(3)
    for (let times = 0; times < 60; times++) {
      const length = random.whole(1, 31)
      const from = addDays(end, -random.whole(length - 1, options.days - 1))
      const until = addDays(from, length - 1)
      const inWindow = consented.filter(({ day }) => from <= day && day <= until)
      const truth = new Set(inWindow.map(({ visit }) => visit.browser)).size
      const told = inWindow
        .flatMap(({ facts }) => counted(facts))
        .filter(({ recency, day }) => recency === 'new' || Number(recency ?? 0) > daysBetween(from, day))
      expect(told.length, `${from} … ${until}`).toBe(truth)
    }
  })

  it('says of each browser once that it is new, and its weeks once a week', () => {
    const past = new Map<Browser, { day: Day; since: Day }>()
    for (const { day, visit, facts } of consented) {
      const known = past.get(visit.browser)
      const [first, ...rest] = counted(facts)
      expect(first?.recency).toBe(!known ? 'new' : known.day === day ? undefined : String(Math.min(31, daysBetween(known.day, day))))
      const weeks = known ? daysBetween(known.since, weekOf(day)) / 7 : 0
      const newWeek = !known || weekOf(known.day) !== weekOf(day)
      expect(first?.since).toBe(newWeek && weeks <= 26 ? weeks : undefined)
      expect(rest.filter(({ recency, since }) => recency !== undefined || since !== undefined)).toEqual([])
      past.set(visit.browser, { day, since: known?.since ?? weekOf(day) })
    }
    expect(past.size).toBeGreaterThan(100)
  })

  it('walks each visit from page to page', () => {
    for (const { visit, facts } of consented) {
      const views = counted(facts)
      expect(views.map(({ path }) => path)).toEqual(visit.pages.map(({ path }) => path))
      expect(views.map(({ from }) => from)).toEqual([undefined, ...visit.pages.slice(0, -1).map(({ path }) => path)])
      const opened = !views[0]?.recency ? 'visit' : views[0].recency === 'new' ? 'new' : 'day'
      const sights = views.filter(({ first }) => first !== undefined)
      expect(new Set(sights.map(({ path }) => path)).size).toBe(sights.length)
      expect(sights.every(({ first }) => first === opened)).toBe(true)
      expect(views.flatMap(({ visit: depth }) => depth ?? [])).toEqual([1, 2, 3, 4, 6, 11].filter((depth) => depth <= views.length))
    }
  })

  it('tells without consent domains and counts only', () => {
    const bare = world.filter(({ visit }) => !visit.browser.consent).flatMap(({ facts }) => facts)
    const allowed = ['type', 'site', 'day', 'hour', 'consent', 'host', 'referrer', 'external', 'metric', 'bucket', 'choice']
    expect(bare.flatMap((fact) => Object.keys(fact)).filter((name) => !allowed.includes(name))).toEqual([])
  })

  it('has something of everything that a first look shows', () => {
    const facts = [...sampleHistory({ ...options, days: 396, visits: 30 })]
    const views = facts.filter((fact) => fact.type === 'view')
    const coverage = counted(facts).length / views.length
    expect(coverage).toBeGreaterThan(0.5)
    expect(coverage).toBeLessThan(0.7)
    const values = (name: string) => new Set(facts.map((fact) => (fact as unknown as Record<string, unknown>)[name]))
    for (const metric of vitalMetrics) expect(values('metric')).toContain(metric)
    for (const dimension of ['refused', 'stray']) expect(values('dimension')).toContain(dimension)
    const refused = facts.filter((fact) => fact.type === 'count' && fact.dimension === 'refused')
    expect(new Set(refused.map((fact) => 'hour' in fact && fact.hour))).toEqual(new Set(Array.from({ length: 24 }, (_, hour) => hour)))
    const choices = [...values('choice')].map((choice) => String(choice).split(' ')[1])
    for (const action of ['shown', 'accepted', 'chosen', 'refused', 'left', 'withdrawn']) expect(choices).toContain(action)
    for (let tenth = 1; tenth <= 10; tenth++) expect(values('scroll')).toContain(tenth)
    for (const campaign of sampleSite().campaigns) expect(values('campaign')).toContain(campaign)
    const byDay = [...Map.groupBy(views, ({ day }) => day)].map(([day, list]) => [daysBetween(day, end), list.length] as const)
    const on = (ago: number) => byDay.find(([each]) => each === ago)?.[1] ?? 0
    // The storm.
    expect(on(300)).toBeGreaterThan(2 * on(307))
  })
})
