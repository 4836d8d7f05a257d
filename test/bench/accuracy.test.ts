/** The bench of accuracy over tiny cities: its model of the tag is the built tag, its rules follow their own words, its report is whole. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../bench/accuracy/all.ts'
import { type Assumptions, city, plain } from '../../bench/accuracy/assumptions.ts'
import { chartOf } from '../../bench/accuracy/chart.ts'
import { type Compared, compareRules, truthsOf } from '../../bench/accuracy/compare.ts'
import { accepted, consentOf } from '../../bench/accuracy/consent.ts'
import { assumptionsTable, between } from '../../bench/accuracy/doc.ts'
import { spans } from '../../bench/accuracy/measures.ts'
import { reportOf } from '../../bench/accuracy/report.ts'
import { eventsOf, tagOf } from '../../bench/accuracy/tag.ts'
import type { View } from '../../bench/accuracy/view.ts'
import { type World, worldOf } from '../../bench/accuracy/world.ts'
import { type Browser, openBrowser } from '../kit/simulated/browser.ts'
import { bundlesOf, home } from '../kit/simulated/site.ts'
import type { Tab } from '../kit/simulated/tab.ts'

const share = 0.5
const site = 'example.org'

describe('the model of the tag sends what the built tag sends', () => {
  // A simulated browser keeps cookies as long as they ask for.
  const given: Assumptions = { ...city, people: 120, schools: 1, pupilsPerSchool: 25, safariDays: 1_000 }
  let world: World
  let consent: Uint8Array

  beforeAll(() => {
    world = worldOf(given)
    consent = consentOf(world.views, { share, safariDays: given.safariDays })
  })

  it('view by view, for every browser of a small city', async () => {
    const tag = tagOf(site, world)
    const modelled = new Map<number, object[]>()
    for (const [index, view] of world.views.entries()) {
      modelled.set(view.jar, [...(modelled.get(view.jar) ?? []), ...eventsOf(tag, view, consent[index]!)])
    }
    const sent = await drive(world.views, consent)
    expect([...sent.keys()]).toEqual([...modelled.keys()])
    for (const [jar, events] of sent) expect(events, `cookies ${jar}`).toEqual(modelled.get(jar))
    const all = [...modelled.values()].flat() as { type: string; consent: boolean; overnight?: string; recency?: unknown }[]
    // The city has what could go wrong.
    expect(all.filter(({ type }) => type === 'accept').length).toBeGreaterThan(30)
    expect(all.filter(({ consent }) => !consent).length).toBeGreaterThan(200)
    expect(all.filter(({ recency }) => typeof recency === 'number').length).toBeGreaterThan(100)
  }, 120_000)
})

/** The built tag through the same views; its views and accepts by jar, without what it says of zone, language and screen. */
async function drive(views: readonly View[], consent: Uint8Array): Promise<Map<number, object[]>> {
  const bundles = await bundlesOf()
  const browsers = new Map<number, { browser: Browser; tabs: Map<number, Tab> }>()
  for (const [index, view] of views.entries()) {
    const known = browsers.get(view.jar) ?? { browser: openBrowser({ bundles, now: view.at }), tabs: new Map<number, Tab>() }
    browsers.set(view.jar, known)
    const { browser, tabs } = known
    await browser.clock.advance(view.at - browser.clock.now)
    const tab = tabs.get(view.tab) ?? browser.tab()
    tabs.set(view.tab, tab)
    const { from, by } = view.arrival
    const type = by === 'link' ? 'navigate' : by === 'back' ? 'back_forward' : by
    await tab.load(new URL(view.path, home).href, { type, referrer: from === null ? '' : from === 'inside' ? home : `https://${from}/` })
    if (consent[index] === accepted) expect(await tab.press('Accept')).toBe(true)
  }
  const told = ({ zone, lang, screen, ...rest }: Record<string, unknown>) => rest
  return new Map(
    [...browsers].map(([jar, { browser }]) => [jar, browser.sent.filter(({ type }) => type === 'view' || type === 'accept').map(told)]),
  )
}

describe('where one person is one address, one agent and one cookie, a rule that counts such is right', () => {
  let rules: Map<string, Compared>

  beforeAll(() => {
    const world = worldOf({ ...city, ...plain, people: 600 })
    rules = new Map(compareRules(world, truthsOf(world)).map((each) => [each.label, each]))
  })

  it.each([
    ['hash, new salt each day', ['day']],
    ['hash, new salt each month', ['day', 'month']],
    ['hash, never salted', spans],
    ['cookie, nobody asked', spans],
  ] as const)('%s: over %s', (label, exact) => {
    const { visitors } = rules.get(label)!
    for (const span of exact) expect(visitors.people[span], span).toEqual({ lower: 0, upper: 0, typical: 0 })
    for (const span of exact) expect(visitors.browsers[span], span).toEqual({ lower: 0, upper: 0, typical: 0 })
  })

  it('and the others are not: days add up to more, and who comes by another way is another', () => {
    expect(rules.get('hash, new salt each day')!.visitors.people.month.lower).toBeGreaterThan(0.2)
    expect(rules.get('hash, new salt each month')!.visitors.people.quarter.lower).toBeGreaterThan(0.1)
    expect(rules.get('referring host alone')!.visitors.people.day.lower).toBeGreaterThan(0.05)
  })

  it('visits of half an hour are the truth’s, and so are bounces', () => {
    for (const label of ['hash, never salted', 'cookie, nobody asked']) {
      expect(rules.get(label), label).toMatchObject({ views: 0, visits: 0, bounceRate: 0 })
    }
    expect(rules.get('hash, kept for 8 hours')!.visits).toBeLessThan(0)
  })
})

describe('what is written of it', () => {
  const world = worldOf({ ...city, people: 1_500 })
  const rules = compareRules(world, truthsOf(world))
  const footfall = [0.2, 0.4, 0.6, 0.8].flatMap((share) =>
    [false, true].map((isEstimate) => ({ ...rules[0]!, name: 'Footfall', label: 'Footfall', share, coverage: share, isEstimate })),
  )
  const results: Results = {
    truth: { views: 1, visits: 1, people: 1, browsers: 1, peopleADay: 1 },
    rules,
    footfall,
    variants: [{ name: 'another city', rules, footfall }],
  }

  it('has a row for every rule and every share of consent', () => {
    const report = reportOf(results, city)
    for (const { name, source } of rules) expect(report.split(`| ${name} ([`).length - 1, `${name} ${source}`).toBe(3)
    expect(report.match(/\*\*Footfall, estimate for all\*\*/g)).toHaveLength(12)
    expect(report).toContain('| another city |')
    expect(report).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('has a chart without a script or anything from elsewhere', () => {
    const chart = chartOf(results)
    for (const { label } of rules) if (!label.includes('8 hours')) expect(chart).toContain(`>${label}</text>`)
    expect(chart).not.toMatch(/NaN|undefined|<script|href|url\(/)
    expect(chart.length).toBeLessThan(20_000)
  })

  it('stands in docs/accuracy.md with the assumptions that the bench makes', () => {
    const page = readFileSync(fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url)), 'utf8')
    expect(between(page, 'assumptions', assumptionsTable(city))).toBe(page)
    for (const { name } of rules) expect(page).toContain(`| ${name} ([`)
    expect(page).toContain('](accuracy.svg)')
  })
})
