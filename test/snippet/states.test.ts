/** The table of states in docs/counting.md, row by row: the built tag in a browser of that state, and what it then sends and keeps. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { SnippetSettings } from '../../contract/snippet.ts'
import type { Browser, BrowserOptions } from '../kit/simulated/browser.ts'
import { accepted, days, home, minutes, newcomer, start } from '../kit/simulated/site.ts'
import type { Tab } from '../kit/simulated/tab.ts'

const always = { v: 1, site: 'example.org', host: 'example.org' }
const told = { ...always, consent: true, zone: 'America/Chicago', lang: 'en', screen: 1_280, source: '(direct)' }
const today = '2026-11-24'
const untold = { ...always, type: 'view', consent: false }
const inside = { referrer: 'example.org' }
const view = (given: object) => ({ ...told, type: 'view', day: today, ...given })
const accept = (given: object) => ({
  ...told,
  type: 'accept',
  day: today,
  path: '/',
  visit: 1,
  first: 'new',
  recency: 'new',
  since: 0,
  ...given,
})
const names = (browser: Browser) => Object.keys(browser.jar.cookies()).sort()

/** What is counted, of all that was sent since the last call. */
function counted(browser: Browser): object[] {
  return browser.sent.splice(0).filter(({ type }) => type === 'view' || type === 'accept' || type === 'stray')
}

interface Row {
  options?: Partial<BrowserOptions>
  settings?: Partial<SnippetSettings>
  /** Of a browser that was never here; else of one that has just accepted on its first page, and all it sent forgotten. */
  newcomer?: true
  act: (tab: Tab, browser: Browser) => Promise<unknown>
  sends: object[]
  keeps?: string[]
}

const returning = { returnHosts: ['pay.example'] }
const all = ['ff_consent', 'ff_seen', 'ff_since', 'ff_visit']
const wait = (browser: Browser, milliseconds: number) => browser.clock.advance(milliseconds)
const load = (tab: Tab) => tab.load(home)

const rows: Record<string, Row> = {
  'first page, no answer yet': {
    newcomer: true,
    act: (tab) => tab.load(home, { referrer: 'https://news.org/article?of=today' }),
    sends: [{ ...untold, referrer: 'news.org' }],
    keeps: [],
  },
  'the same, baseline `none`': { newcomer: true, settings: { baseline: 'none' }, act: load, sends: [], keeps: [] },
  'the same, baseline `page`': {
    newcomer: true,
    settings: { baseline: 'page' },
    act: (tab) => tab.load(`${home}parks?q=private#part`),
    sends: [{ ...untold, path: '/parks' }],
    keeps: [],
  },
  rejected: {
    newcomer: true,
    act: async (tab) => {
      await load(tab)
      await tab.press('Reject')
      await tab.follow('/parks')
    },
    sends: [untold, { ...untold, ...inside }],
    keeps: ['ff_consent'],
  },
  'the browser says no by itself (GPC, DNT)': {
    newcomer: true,
    options: { navigator: { globalPrivacyControl: true } },
    act: async (tab) => {
      await load(tab)
      expect(await tab.press('Accept')).toBe(false)
    },
    sends: [untold],
    keeps: [],
  },
  'an answer to another version of the policy': {
    newcomer: true,
    act: async (tab, { jar }) => {
      jar.write(home, 'ff_consent=2026-10-26:0:s; domain=example.org; path=/')
      await load(tab)
    },
    sends: [untold],
    keeps: ['ff_consent'],
  },
  'a host that is not the site’s': {
    newcomer: true,
    act: (tab) => tab.load('https://copy.example/log-in'),
    sends: [{ ...always, type: 'stray', host: 'copy.example', consent: false }],
    keeps: [],
  },
  'in a background tab': {
    newcomer: true,
    act: async (tab, browser) => {
      await tab.load(home, { hidden: true })
      expect(browser.sent).toEqual([])
      await tab.show(true)
    },
    sends: [untold],
  },
  'accepts on the page just counted': {
    newcomer: true,
    act: async (tab) => {
      await tab.load(home, { referrer: 'https://news.org/' })
      await tab.press('Accept')
    },
    sends: [{ ...untold, referrer: 'news.org' }, accept({ referrer: 'news.org', source: 'news.org' })],
    keeps: all,
  },
  'accepts, baseline `none`': {
    newcomer: true,
    settings: { baseline: 'none' },
    act: async (tab) => {
      await load(tab)
      await tab.press('Accept')
    },
    sends: [accept({ type: 'view' })],
    keeps: all,
  },
  'accepts on a second page': {
    newcomer: true,
    act: async (tab) => {
      await tab.load(home, { referrer: 'https://news.org/' })
      await tab.follow('/parks')
      await tab.press('Accept')
    },
    sends: [{ ...untold, referrer: 'news.org' }, { ...untold, ...inside }, accept({ ...inside, path: '/parks', source: undefined })],
  },
  'accepts half an hour after the view, or on another day': {
    newcomer: true,
    act: async (tab, browser) => {
      await load(tab)
      await wait(browser, minutes(31))
      await tab.press('Accept')
      await tab.follow('/parks')
    },
    sends: [untold, view({ ...inside, path: '/parks', visit: 1, first: 'new', recency: 'new', since: 0 })],
  },
  'accepts, detail `domain`': {
    newcomer: true,
    settings: { detail: 'domain' },
    act: async (tab) => {
      await load(tab)
      await tab.press('Accept')
      await tab.follow('/parks')
    },
    sends: [untold, accept({ path: undefined, first: undefined }), view({ ...inside, visit: 2 })],
  },
  'accepts, detail `domain`, baseline `page`': {
    newcomer: true,
    settings: { detail: 'domain', baseline: 'page' },
    act: async (tab) => {
      await load(tab)
      await tab.press('Accept')
    },
    sends: [{ ...untold, path: '/' }, accept({ first: undefined })],
  },
  'accepts, and cookies are not kept': {
    newcomer: true,
    options: { broken: 'cookies-kept' },
    act: async (tab) => {
      await load(tab)
      await tab.press('Accept')
      await tab.follow('/parks')
    },
    sends: [untold, { ...untold, ...inside }],
    keeps: [],
  },
  'the next page': {
    act: (tab) => tab.follow('/parks'),
    sends: [view({ ...inside, path: '/parks', from: '/', visit: 2, first: 'new' })],
    keeps: all,
  },
  'a move of the router': {
    act: (tab) => tab.move('/parks?page=2'),
    sends: [view({ ...inside, path: '/parks', from: '/', visit: 2, first: 'new' })],
  },
  'a page that this visit has seen': {
    act: async (tab) => {
      await tab.follow('/parks')
      await tab.follow('/')
    },
    sends: [
      view({ ...inside, path: '/parks', from: '/', visit: 2, first: 'new' }),
      view({ ...inside, path: '/', from: '/parks', visit: 3 }),
    ],
  },
  'a reload': {
    act: (tab) => tab.reload(),
    sends: [view({ ...inside, path: '/', from: '/', visit: 2 })],
  },
  'back or forward': {
    act: async (tab) => {
      await tab.follow('/parks')
      await tab.load(home, { type: 'back_forward', referrer: 'https://news.org/' })
    },
    sends: [
      view({ ...inside, path: '/parks', from: '/', visit: 2, first: 'new' }),
      view({ ...inside, path: '/', from: '/parks', visit: 3 }),
    ],
  },
  'out of the back/forward cache': {
    act: async (tab) => {
      const kept = tab.page()
      await tab.follow('/parks')
      await tab.restore(kept)
    },
    sends: [
      view({ ...inside, path: '/parks', from: '/', visit: 2, first: 'new' }),
      view({ ...inside, path: '/', from: '/parks', visit: 3 }),
    ],
  },
  'in another tab': {
    act: (_, browser) => browser.tab().load(`${home}parks`),
    sends: [view({ path: '/parks', from: '/', visit: 2, first: true })],
  },
  'the 5th, and any after the 11th': {
    act: async (tab) => {
      for (let count = 2; count <= 13; count++) await tab.move(`/${count}`)
    },
    sends: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((count) =>
      view({
        ...inside,
        path: `/${count}`,
        from: count === 2 ? '/' : `/${count - 1}`,
        first: count > 11 || 'new',
        ...([2, 3, 4, 6, 11].includes(count) && { visit: count }),
      }),
    ),
  },
  'half an hour without a view': {
    act: async (tab, browser) => {
      await wait(browser, minutes(31))
      await tab.load(`${home}parks`, { referrer: 'https://search.example/' })
    },
    sends: [view({ referrer: 'search.example', source: 'search.example', path: '/parks', visit: 1, first: true })],
  },
  'with campaign labels': {
    act: async (tab, browser) => {
      await wait(browser, minutes(31))
      await tab.load(`${home}?utm_source=Bulletin&utm_medium=email&utm_campaign=spring`, { referrer: 'https://mail.example/' })
      await tab.follow('/parks')
    },
    sends: [
      view({ referrer: 'mail.example', source: 'Bulletin', medium: 'email', campaign: 'spring', path: '/', visit: 1, first: true }),
      view({ ...inside, source: 'Bulletin', medium: 'email', campaign: 'spring', path: '/parks', from: '/', visit: 2, first: true }),
    ],
  },
  'a reload after half an hour': {
    act: async (tab, browser) => {
      await tab.load(`${home}?utm_source=bulletin`)
      counted(browser)
      await wait(browser, minutes(31))
      await tab.reload()
    },
    sends: [view({ ...inside, path: '/', visit: 1, first: true })],
  },
  'the next day': {
    act: async (tab, browser) => {
      await wait(browser, days(1))
      await load(tab)
    },
    sends: [view({ day: '2026-11-25', path: '/', visit: 1, first: 'day', recency: 1 })],
  },
  'the next ISO week': {
    act: async (tab, browser) => {
      await wait(browser, days(6))
      await load(tab)
    },
    sends: [view({ day: '2026-11-30', path: '/', visit: 1, first: 'day', recency: 6, since: 1 })],
  },
  'after 31 days or more': {
    act: async (tab, browser) => {
      await wait(browser, days(45))
      await load(tab)
    },
    sends: [view({ day: '2027-01-08', path: '/', visit: 1, first: 'day', recency: 31, since: 6 })],
  },
  'past the 26th week': {
    act: async (tab, browser) => {
      await wait(browser, days(100))
      await load(tab)
      // Said once more, the answer holds for half a year from here.
      await tab.ask()
      await tab.press('Accept')
      await wait(browser, days(90))
      await load(tab)
    },
    sends: [
      view({ day: '2027-03-04', path: '/', visit: 1, first: 'day', recency: 31, since: 14 }),
      view({ day: '2027-06-02', path: '/', visit: 1, first: 'day', recency: 31, since: undefined }),
    ],
  },
  'over midnight': {
    act: async (tab, browser) => {
      await wait(browser, days(1) - minutes(9 * 60 + 10))
      await load(tab)
      await wait(browser, minutes(20))
      await tab.follow('/parks')
      await tab.follow('/late')
    },
    sends: [
      view({ path: '/', visit: 1, first: true }),
      view({ ...inside, day: '2026-11-25', overnight: 'view', path: '/parks', from: '/', visit: 2, first: true, recency: 1 }),
      view({ ...inside, day: '2026-11-25', overnight: 'visit', path: '/late', from: '/parks', visit: 3, first: true }),
    ],
  },
  '`ff_seen` says today or tomorrow': {
    act: async (tab, { jar }) => {
      jar.write(home, 'ff_seen=2026-11-25; domain=example.org; path=/')
      await tab.follow('/parks')
      expect(jar.cookies().ff_seen).toBe('2026-11-25')
    },
    sends: [view({ ...inside, path: '/parks', from: '/', visit: 2, first: 'new' })],
  },
  '`ff_seen` says a later day, or no day': {
    act: async (tab, { jar }) => {
      jar.write(home, 'ff_seen=2026-11-26; domain=example.org; path=/')
      await tab.follow('/parks')
    },
    sends: [view({ ...inside, path: '/parks', visit: 1, first: 'new', recency: 'new', since: 0 })],
  },
  withdraws: {
    act: async (tab) => {
      await tab.ask()
      await tab.press('Reject')
      await tab.follow('/parks')
    },
    sends: [{ ...untold, ...inside }],
    keeps: ['ff_consent'],
  },
  'the answer is over': {
    act: async (tab, browser) => {
      await wait(browser, days(175))
      await load(tab)
      // Half a year after the week of the answer; what it had let be kept would be there for longer.
      await wait(browser, days(6))
      await tab.follow('/parks')
    },
    sends: [view({ day: '2027-05-18', path: '/', visit: 1, first: 'day', recency: 31, since: 25 }), { ...untold, ...inside }],
    keeps: [],
  },
  'rejects where a yes is over': {
    act: async (tab, browser) => {
      await wait(browser, days(181))
      await load(tab)
      await tab.press('Reject')
      await tab.follow('/parks')
    },
    sends: [untold, { ...untold, ...inside }],
    keeps: ['ff_consent'],
  },
  'the browser says no from now on': {
    act: async (tab, browser) => {
      browser.options.navigator = { globalPrivacyControl: true }
      await tab.follow('/parks')
      // It says no more: nothing of the old yes is found again.
      browser.options.navigator = {}
      await tab.follow('/late')
    },
    sends: [
      { ...untold, ...inside },
      { ...untold, ...inside },
    ],
    keeps: [],
  },
  'moves on within a moment': {
    act: async (tab) => {
      const page = tab.page()
      for (const path of ['/s', '/se', '/search']) page.history.pushState(null, '', path)
      await page.moment()
    },
    sends: [view({ ...inside, path: '/search', visit: 2, from: '/', first: 'new' })],
  },
  'returns from a payment': {
    settings: returning,
    act: (tab) => tab.load(`${home}thanks`, { referrer: 'https://secure.pay.example/' }),
    sends: [view({ ...inside, path: '/thanks', visit: 2, from: '/', first: 'new' })],
  },
  'returns from it after half an hour': {
    settings: returning,
    act: async (tab, browser) => {
      await wait(browser, minutes(40))
      await tab.load(`${home}thanks`, { referrer: 'https://secure.pay.example/' })
      await tab.follow('/parks')
    },
    sends: [
      view({ ...inside, path: '/thanks', first: true, source: undefined }),
      view({ ...inside, path: '/parks', first: true, from: '/thanks', source: undefined }),
    ],
  },
  'returns from it, no answer yet': {
    newcomer: true,
    settings: returning,
    act: (tab) => tab.load(`${home}thanks`, { referrer: 'https://secure.pay.example/' }),
    sends: [{ ...untold, ...inside }],
  },
  'came from a page that the browser does not tell any more': {
    newcomer: true,
    act: (tab) => tab.load(home, { referrer: `${home}?__cf_chl_rt_tk=abc` }),
    sends: [{ ...untold, referrer: null }],
  },
  'withdraws, then accepts again': {
    act: async (tab) => {
      for (const button of ['Reject', 'Accept'] as const) {
        await tab.ask()
        await tab.press(button)
      }
      await tab.follow('/parks')
    },
    sends: [view({ ...inside, path: '/parks', visit: 1, first: 'new', recency: 'new', since: 0 })],
    keeps: all,
  },
}

const documented = [...readFileSync(new URL('../../docs/counting.md', import.meta.url), 'utf8').matchAll(/^\| (\d+) \| ([^|]+?) \|/gm)].map(
  (match) => match[2],
)

it('every row of the table of states is run, and no other', () => expect(Object.keys(rows)).toEqual(documented))

describe('a browser in this state sends and keeps what the table says:', () => {
  it.each(Object.entries(rows))('%s', async (_, { options, settings, newcomer: isNew, act, sends, keeps }) => {
    const browser = await (isNew ? newcomer(options, settings) : accepted(options, settings))
    const tab = browser.tabs[0] ?? browser.tab()
    if (!isNew) counted(browser)
    await act(tab, browser)
    expect(counted(browser)).toEqual(JSON.parse(JSON.stringify(sends)))
    if (keeps) expect(names(browser)).toEqual(keeps)
  })
})

describe('what a page was used for', () => {
  const leaves = (browser: Browser) => browser.sent.filter(({ type }) => type === 'leave')

  it('is told when it is left: seconds that somebody was active in, the deepest tenth, the one told before', async () => {
    const browser = await accepted()
    const [tab] = browser.tabs
    await tab!.read(40)
    tab!.scroll(1_700)
    await tab!.show(false)
    await tab!.show(true)
    await tab!.read(15)
    tab!.scroll(3_300)
    await tab!.follow('/parks')
    const common = {
      ...always,
      type: 'leave',
      consent: true,
      day: today,
      path: '/',
      source: '(direct)',
      zone: 'America/Chicago',
      lang: 'en',
      screen: 1_280,
    }
    expect(leaves(browser)).toEqual([
      { ...common, seconds: 40, scroll: 4 },
      { ...common, seconds: 15, scroll: 8, had: 4 },
    ])
  })

  it('leaves out the time in which it was hidden, or nobody did anything', async () => {
    const browser = await accepted()
    const [tab] = browser.tabs
    await tab!.show(false)
    await wait(browser, minutes(20))
    await tab!.show(true)
    await wait(browser, minutes(20))
    await tab!.show(false)
    expect(leaves(browser).reduce((sum, { seconds }) => sum + Number(seconds), 0)).toBe(60)
  })

  it('is not told without consent, nor after it was withdrawn', async () => {
    const browser = await newcomer()
    const tab = browser.tab()
    await load(tab)
    await tab.read(30)
    await tab.press('Accept')
    await tab.ask()
    await tab.press('Reject')
    await tab.read(30)
    await tab.close()
    expect(leaves(browser)).toEqual([])
  })

  it('begins with consent, not before', async () => {
    const browser = await newcomer()
    const tab = browser.tab()
    await load(tab)
    await tab.read(30)
    await tab.press('Accept')
    await tab.read(12)
    await tab.close()
    expect(leaves(browser).map(({ seconds }) => seconds)).toEqual([12])
  })
})

it('choices are told once each, and a page left open with the question once', async () => {
  const browser = await newcomer()
  const tab = browser.tab()
  await load(tab)
  await tab.follow('/parks')
  await tab.press('Reject')
  await tab.ask()
  await tab.press('Accept')
  await tab.ask()
  await tab.press('Reject')
  await tab.close()
  const choices = browser.sent.filter(({ type }) => type === 'consent')
  expect(choices.map(({ action, consent }) => [action, consent])).toEqual([
    ['shown', false],
    ['left', false],
    ['shown', false],
    ['refused', false],
    ['accepted', true],
    ['withdrawn', false],
  ])
  for (const choice of choices) expect(choice).toMatchObject({ policy: '1', layer: 1, method: 'banner', lang: 'en' })
})

it('starts on a Tuesday, so that the weeks above are what they say', () => expect(new Date(start).getUTCDay()).toBe(2))
