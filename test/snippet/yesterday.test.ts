/**
 * A cached core may be older than the bundles that it is answered with, or newer (after a roll-back): what is counted is the same.
 * In simulated browsers; test/browser/yesterday.test.ts asks a real one.
 */
import { describe, expect, it } from 'vitest'
import type { SnippetSettings } from '../../contract/snippet.ts'
import { intake, siteOf } from '../kit/ingest.ts'
import { openBrowser, type Sent } from '../kit/simulated/browser.ts'
import { compile } from '../kit/simulated/bundles.ts'
import { home, settings, start } from '../kit/simulated/site.ts'
import { yesterdaysFiles } from '../kit/tag-yesterday.ts'

const yesterday = yesterdaysFiles({ isSimulated: true })
const sites: Record<string, Partial<SnippetSettings>> = {
  'with the usual settings': {},
  'with what only some sites set': { hashRoutes: true, returnHosts: ['pay.example'] },
}

/** All that a browser sends and keeps: views, the question, a yes, use, timings, a router, an event that is put off, a withdrawal. */
async function life(changed: Partial<SnippetSettings>, given: Parameters<typeof compile>[1]): Promise<{ sent: Sent[]; kept: object[] }> {
  let hasPutOff = false
  const answer = ({ type, path }: Sent) => {
    if (hasPutOff || type !== 'view' || path !== '/later') return 202
    hasPutOff = true
    return 503
  }
  const browser = openBrowser({ bundles: await compile({ ...settings, ...changed }, given), now: start, answer })
  const kept: object[] = []
  const keep = () => kept.push(browser.jar.cookies())
  const tab = browser.tab()
  await tab.load(`${home}?utm_source=letter&utm_campaign=autumn`, { referrer: 'https://news.org/' })
  await tab.measure('lcp', 1_200)
  await tab.press('Accept')
  keep()
  tab.scroll(2_000)
  await tab.read(30)
  await tab.follow('/parks')
  await tab.measure('cls', 10)
  await tab.move('/parks/north')
  await tab.read(10)
  await tab.load(`${home}later`, { type: 'reload' })
  await browser.clock.advance(20_000)
  keep()
  const other = browser.tab()
  await other.load(`${home}other`, { hidden: true })
  await other.show(true)
  await tab.ask()
  await tab.press('Reject')
  keep()
  await tab.follow('/')
  await tab.close()
  const asked = openBrowser({ bundles: browser.options.bundles, now: start })
  const leaving = asked.tab()
  await leaving.load(home)
  await leaving.close()
  return { sent: [...browser.sent, ...asked.sent], kept }
}

describe.each(Object.entries(sites))('%s', (_, changed) => {
  it.each([
    ['a core of yesterday with bundles of today', { core: yesterday }],
    ['a core of today with bundles of yesterday', { bundles: yesterday }],
    ['all of yesterday', { core: yesterday, bundles: yesterday }],
  ])('%s counts and keeps the same, and is taken', async (_, given) => {
    const now = await life(changed, {})
    const mixed = await life(changed, given)
    expect(mixed).toEqual(now)
    expect(new Set(now.sent.map(({ type, action }) => action ?? type))).toEqual(
      new Set(['view', 'shown', 'accepted', 'accept', 'vitals', 'leave', 'withdrawn', 'left']),
    )
    const { post } = intake([siteOf(changed as object)], { now: () => start + 60_000 })
    for (const event of mixed.sent) expect((await post(event)).status, JSON.stringify(event)).toBe(202)
  })
})
