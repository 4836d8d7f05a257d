/** Whatever address, referrer, cookies and words of its own a browser has, all that the tag sends is taken: an odd one costs its field, never the visit. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Site } from '../../contract/site.ts'
import type { SnippetSettings } from '../../contract/snippet.ts'
import { intake, siteOf } from '../kit/ingest.ts'
import { openBrowser } from '../kit/simulated/browser.ts'
import { bundlesOf, home, start } from '../kit/simulated/site.ts'
import type { Tab } from '../kit/simulated/tab.ts'

// Bytes that are no text, broken escapes, blanks, controls, marks of direction, halves and wholes of rare characters, and the tag's own signs.
const odd = fc.constantFrom(
  ...[
    '%E9',
    '%FF%FE',
    '%',
    '%2',
    '%00',
    '%20',
    '%09',
    '%E2%80%AE',
    '%F0%9F%8E%AA',
    '%EF%BF%BD',
    '+',
    ' ',
    '\t',
    '\u00a0',
    '\u200f',
    '\ud83c',
    '🎪',
  ],
  ...[
    '市',
    'é',
    '"',
    '\\',
    '<b>',
    '..',
    '//',
    '/*',
    '**',
    ';',
    '=',
    '&',
    '#',
    '#!/',
    '?',
    '?page=home',
    ':',
    '@',
    '(other)',
    '(direct)',
    'constructor',
  ],
)
const texts = fc
  .array(fc.oneof(odd, fc.string(), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 8 })
  .map((parts) => parts.join(''))
const long = fc.tuple(texts, fc.integer({ min: 1, max: 400 })).map(([text, times]) => text.repeat(times).slice(0, 2_500))
const any = fc.oneof({ weight: 4, arbitrary: texts }, { weight: 1, arbitrary: long })

// What a browser says of itself may be strange, and is text.
const words = any.map((text) => text.replace(/\p{C}/gu, ''))

const query = fc.dictionary(fc.constantFrom('utm_source', 'utm_medium', 'utm_campaign', 'page', 'q'), any)
const address = fc.record({ path: any, query, fragment: any }).map(({ path, query, fragment }) => {
  const asked = Object.entries(query).map(([name, value]) => `${name}=${value.replace(/[&#]/g, '')}`)
  return `/${path.replace(/[?#]/g, '')}?${asked.join('&')}#${fragment}`
})

const host = fc.oneof(
  fc.constantFrom(
    'a-.livejournal.com',
    'foo$bar!.example.net',
    'under_score.example',
    '[::1]',
    '192.0.2.1',
    'xn--bcher-kva.example',
    'pay.example',
    'www.example.org',
    'a'.repeat(300),
  ),
  fc.domain(),
  texts,
)
const referrer = fc.oneof(
  fc.constant(''),
  host.map((name) => `https://${name}/x?__cf_chl_=1`),
  host.map((name) => `http://${name}:81/`),
  any,
)

const dates = fc.constantFrom('2026-11-24', '2026-11-23', '2026-11-25', '2026-06-01', '1970-01-01', '9999-99-99', '')
const part = fc.oneof({ weight: 4, arbitrary: any }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) })
const visit = fc
  .tuple(fc.oneof(fc.integer(), part), fc.oneof(dates, part), fc.oneof(fc.constantFrom('', 'day', 'new'), part), part, part, part, part)
  .map((parts) => encodeURIComponent(JSON.stringify(parts)))
const cookies = fc.record(
  {
    ff_consent: fc.constantFrom('2026-11-23%3A1%3As', '2026-11-23%3A1%3A', '2026-11-23%3A0%3As', '%E9', ''),
    ff_visit: fc.oneof(visit, any, fc.constantFrom('[]', '{}', 'null', '%5B%5D', '[[[]]]')),
    ff_seen: fc.oneof(dates, any),
    ff_since: fc.oneof(dates, any),
  },
  { requiredKeys: [] },
)

const settings = fc.constantFrom<Partial<SnippetSettings & Site>>(
  {},
  { baseline: 'page' },
  { baseline: 'none' },
  { detail: 'domain' },
  { baseline: 'page', hashRoutes: true, replaceViews: true },
  { returnHosts: ['pay.example'] },
)
const asking = { key: 'page', values: ['home', 'kontakt-ä'] }

it('every event is taken', async () => {
  const property = fc.asyncProperty(
    fc.record({
      address,
      next: address,
      referrer,
      cookies,
      settings,
      asks: fc.boolean(),
      zone: words,
      language: words,
      width: fc.double(),
      yes: fc.boolean(),
    }),
    async ({ settings, asks, cookies, address, next, referrer, zone, language, width, yes }) => {
      const refused: string[] = []
      const { post } = intake([siteOf({ ...settings, ...(asks && { queryPages: asking }) })], { now: () => start })
      const browser = openBrowser({
        bundles: await bundlesOf({ ...settings, ...(asks && { queryPages: [asking.key, ...asking.values] }) } as Partial<SnippetSettings>),
        ...{ now: start, zone, language, width },
        async answer(event) {
          const answer = await post(event)
          if (answer.refusedHeader) refused.push(`${answer.refusedHeader}: ${JSON.stringify(answer.body)} ${JSON.stringify(event)}`)
          return answer.status
        },
      })
      for (const [name, value] of Object.entries(cookies))
        browser.jar.write(home, `${name}=${value.replace(/;/g, '')}; path=/; domain=example.org`)
      await use(browser.tab(), { address, next, referrer, yes })
      expect(refused).toEqual([])
      if (settings.baseline !== 'none') expect(browser.sent.some(({ type }) => type === 'view')).toBe(true)
    },
  )
  await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 250) })
}, 120_000)

/** Comes, is measured, answers, reads, moves on, and leaves. */
async function use(
  tab: Tab,
  { address, next, referrer, yes }: { address: string; next: string; referrer: string; yes: boolean },
): Promise<void> {
  const from = URL.parse(address, home)
  await tab.load(from?.origin === new URL(home).origin ? from.href : home, { referrer })
  await tab.measure('lcp', 1_234.5)
  await tab.press(yes ? 'Accept' : 'Reject')
  await tab.read(12)
  tab.scroll(2_000)
  const to = URL.parse(next, home)
  if (to?.origin === new URL(home).origin) await tab.move(to.href)
  await tab.read(3)
  await tab.follow('/last')
  await tab.close()
}
