/** One browser is one, whatever it does with tabs, hosts, nights, sleep and networks: the built tag through the real intake, engine and query. */
import { expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { createQuery } from '../../collector/query/query.ts'
import { earnedOf } from '../../collector/store/queries/earned.ts'
import type { Answer, Question, Row } from '../../contract/query.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { states } from '../kit/facts.ts'
import { firefox, intake, siteOf } from '../kit/ingest.ts'
import { type Browser, openBrowser } from '../kit/simulated/browser.ts'
import { bundlesOf, days, minutes, start } from '../kit/simulated/site.ts'
import type { Tab } from '../kit/simulated/tab.ts'

const store = engineStoreOfFile()
const today = '2026-11-24'
const tomorrow = '2026-11-25'
let number = 0

interface Lived {
  domain: string
  home: string
  /** A browser whose person has agreed on a first page, at nine in the morning. */
  come(path?: string): Promise<{ browser: Browser; tab: Tab }>
  /** What is counted from now on of what was told since; beside what has earned. */
  keep(earned?: Parameters<typeof states>[0]): Promise<void>
  ask(question: Partial<Question>): Promise<Answer>
}

function site(): Lived {
  const domain = `one-${++number}.example`
  const known = siteOf({ domain, hosts: [domain, `www.${domain}`, `app.${domain}`] })
  let now = start
  const taken = intake([known], { now: () => now })
  const home = `https://${domain}/`
  return {
    domain,
    home,
    async come(path = '/') {
      const browser = openBrowser({
        bundles: await bundlesOf({ site: domain, hosts: known.hosts }),
        now: start,
        answer: async (event) => {
          now = browser.clock.now
          return (await taken.post(event, { headers: { 'user-agent': firefox } })).status
        },
      })
      const tab = browser.tab()
      await tab.load(new URL(path, home).href)
      await tab.press('Accept')
      return { browser, tab }
    },
    async keep(earned = {}) {
      const batches = batchesOf(aggregate(taken.facts.splice(0), states(earned)).cells, { collector: domain, first: ++number })
      number += batches.length
      for (const batch of batches) await store().insert(batch, 1)
    },
    async ask(question) {
      const query = createQuery({ store: store(), sites: { get: () => known }, clock: { now: Date.now } })
      const { status, body } = await query({ site: domain, from: today, to: tomorrow, measures: ['views'], ...question }, () => true)
      expect(status, JSON.stringify(body)).toBe(200)
      return body as Answer
    },
  }
}

const sights = ['visits', 'visitors', 'newVisitors'] as const
const rowOf = ({ rows }: Answer, path: string) => rows.find((row) => row.path === path)
const ofPath = async ({ ask }: Lived, path: string): Promise<Row | undefined> =>
  rowOf(await ask({ measures: ['views', ...sights], by: ['path'] }), path)

it('in two tabs it is one visitor of a page that it saw in both', async () => {
  const lived = site()
  const { browser } = await lived.come('/x')
  const other = browser.tab()
  await other.load(`${lived.home}y`, { referrer: lived.home })
  await other.follow('/x')
  await lived.keep()
  expect(await ofPath(lived, '/x')).toMatchObject({ views: 2, visitors: 1, newVisitors: 1, visitsLower: 1, visitsUpper: 2 })
})

it('on three hosts of the site it is one visit, one visitor and one new one of the page at their root', async () => {
  const lived = site()
  const { tab } = await lived.come()
  for (const host of ['www', 'app']) await tab.load(`https://${host}.${lived.domain}/`, { referrer: lived.home })
  await lived.keep()
  expect(await ofPath(lived, '/')).toMatchObject({ views: 3, visits: 1, visitors: 1, newVisitors: 1 })
})

it('with a page in ten tabs it is one visit and one visitor of that page', async () => {
  const lived = site()
  const { browser } = await lived.come()
  for (let count = 0; count < 10; count++) await browser.tab().load(`${lived.home}t`, { referrer: lived.home })
  await lived.keep()
  expect(await ofPath(lived, '/t')).toMatchObject({ views: 10, visits: 1, visitors: 1, newVisitorsLower: 0, newVisitorsUpper: 1 })
})

type Reading = (lived: Lived) => Promise<unknown>

/** From another page, so that no tab can know that the visit has seen it. */
async function openLetter({ home }: Lived, tab: Tab): Promise<void> {
  await tab.load(`${home}elsewhere`, { referrer: home })
  await tab.follow('/letter')
}

it.each<[string, Reading, string[]]>([
  [
    'nothing, with a page in ten tabs',
    async (lived) => {
      const { browser } = await lived.come('/letter')
      for (let count = 0; count < 10; count++) await openLetter(lived, browser.tab())
    },
    [],
  ],
  [
    'nothing, with it in ten copies of a tab',
    async (lived) => {
      const { tab } = await lived.come()
      for (let count = 0; count < 10; count++) await openLetter(lived, await tab.duplicate())
    },
    [],
  ],
  [
    'nothing, with it in ten copies of a tab that has seen more pages than a visit counts',
    async (lived) => {
      const { tab } = await lived.come()
      for (let count = 0; count < 12; count++) await tab.move(`/${count}`)
      for (let count = 0; count < 10; count++) await openLetter(lived, await tab.duplicate())
    },
    [],
  ],
  [
    'nothing, with it on three hosts, again and again',
    async (lived) => {
      const { tab } = await lived.come()
      for (let count = 0; count < 12; count++)
        await openLetter({ ...lived, home: `https://${['www', 'app'][count % 2]}.${lived.domain}/` }, tab)
    },
    [],
  ],
  [
    'what it is one of ten to have seen',
    async (lived) => {
      for (let count = 0; count < 10; count++) await lived.come('/letter')
    },
    ['/letter'],
  ],
])('earns %s', async (_, read, letter) => {
  const lived = site()
  for (let count = 0; count < 12; count++) await lived.come()
  await read(lived)
  await lived.keep()
  const day = '2026-11-27'
  const earned = await earnedOf(store(), lived.domain, day)
  expect(earned.path?.sort()).toEqual(['/', ...letter])
  const { browser, tab } = await lived.come()
  await browser.clock.advance(days(3))
  await tab.load(`${lived.home}letter`)
  await lived.keep(earned)
  const { rows } = await lived.ask({ from: day, to: day, by: ['country'], filters: [['is', 'path', ['/letter']]] })
  expect(rows).toEqual([{ country: letter.length > 0 ? 'US' : '(not kept)', views: 1 }])
})

it('over midnight it is a visitor of the page on both days', async () => {
  const lived = site()
  const { browser, tab } = await lived.come('/first')
  await browser.clock.advance(days(1) - minutes(9 * 60 + 10))
  await tab.load(`${lived.home}x`)
  await browser.clock.advance(minutes(20))
  await tab.reload()
  await lived.keep()
  for (const day of [today, tomorrow]) {
    const answer = await lived.ask({ from: day, to: day, measures: ['views', 'visitors'], by: ['path'] })
    expect(rowOf(answer, '/x'), day).toMatchObject({ views: 1, visitors: 1 })
  }
})

it.each([
  ['three hours', minutes(180), { visits: 2, visitors: 1 }],
  ['a night', days(1), { visits: 2, visitors: 1 }],
  ['ten minutes', minutes(10), { visits: 1, visitors: 1 }],
])('woken after %s with a router’s page open, the move that follows is of the visit that it is', async (_, milliseconds, expected) => {
  const lived = site()
  const { browser, tab } = await lived.come()
  await tab.move('/one')
  browser.jar.sleep(milliseconds)
  await browser.clock.advance(milliseconds)
  tab.touch()
  await tab.move('/two')
  await lived.keep()
  expect((await lived.ask({ measures: ['visits', 'visitors'] })).totals).toEqual(expected)
})

it('woken, it leaves a visit alone that another tab has begun since', async () => {
  const lived = site()
  const { browser, tab } = await lived.come()
  browser.jar.sleep(minutes(60))
  await browser.clock.advance(minutes(60))
  const other = browser.tab()
  browser.jar.clear()
  await other.load(`${lived.home}one`)
  await other.press('Accept')
  tab.touch()
  await tab.move('/two')
  await lived.keep()
  expect((await lived.ask({ measures: ['visits', 'bounces'] })).totals).toEqual({ visits: 2, bounces: 1 })
})

it('without a network for a while, its visit is whole once there is one again', async () => {
  const lived = site()
  const { browser, tab } = await lived.come()
  await browser.goOnline(false)
  for (const path of ['/one', '/two', '/three']) await tab.move(path)
  await browser.clock.advance(minutes(3))
  await browser.goOnline(true)
  await tab.follow('/four')
  await lived.keep()
  const { totals } = await lived.ask({ measures: ['views', 'visits', 'bounces'] })
  expect(totals).toEqual({ views: 5, visits: 1, bounces: 0 })
  expect((await lived.ask({ measures: ['count'], by: ['depth'] })).rows).toEqual([{ depth: '4-5', count: 1 }])
  expect((await lived.ask({ measures: ['exits'], by: ['exit'] })).rows).toEqual([{ exit: '/four', exits: 1 }])
})

it('by a campaign’s link in the middle of a visit it stays a visit of where it came from', async () => {
  const lived = site()
  const { tab } = await lived.come()
  await tab.load(`${lived.home}letter?utm_source=letter&utm_campaign=spring`)
  await lived.keep()
  const { rows } = await lived.ask({ measures: ['visits'], by: ['source'] })
  expect(rows).toEqual([{ source: '(direct)', visits: 1 }])
})
