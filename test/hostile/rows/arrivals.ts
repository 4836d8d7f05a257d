/** Where a visit comes from, and what its pages are called: under policies, behind forwards and challenges, in any script and encoding. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import { type Acting, type Row, settle } from '../kit/row.ts'
import { type Answer, type Asked, hosts } from '../kit/website.ts'
import { page } from './pages.ts'

const home = page('Home')
const about = page('About')
const pages = { '/': home, '/about': about, '/contact': page('Contact') }
const withHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(pages).map(([path, body]) => [path, { body, headers }]))

/** Another site's page with a link to this address of ours, which `www` of this site answers by these pages. */
const linkedFrom = (host: string, target: string, ours: Record<string, Answer>) => (asked: Asked) => {
  if (asked.host !== host) return ours[asked.path]
  const port = String(asked.headers.host).split(':')[1]
  return asked.path === '/'
    ? `<!doctype html><title>Elsewhere</title><a id="link" href="http://${hosts.www}:${port}${target}">Read</a>`
    : undefined
}

/** Follows the link of another site's page. */
async function come({ visitor, site }: Acting, host = hosts.other): Promise<void> {
  await visitor.open(site.url(host))
  await visitor.look(`document.querySelector('#link').click()`)
}

/** Who referred each view: `undefined` nobody, `null` not known any more. */
const referrers = (acting: Acting) => acting.events(['view', 'accept'], 'referrer').flat()

/** Whether the browser tells what stood before this page (Chrome 123, Firefox 147): an older one has the referrer alone. */
const knowsBefore = ({ visitor }: Acting) => visitor.look<boolean>('!!window.navigation?.activation')

/** Three pages by links, without an answer: one arrival, and two moves within the site; `isHidden`: by a policy, where an older browser cannot know. */
const oneVisit =
  (click: (acting: Acting, selector: string) => Promise<void>, isHidden = false): Row['act'] =>
  async (acting) => {
    await acting.open()
    await acting.sees('/')
    await click(acting, '#to-about')
    await acting.sees('/', '/about')
    await click(acting, '#to-contact')
    await acting.sees('/', '/about', '/contact')
    // As docs/counting.md says, each is a visit there.
    const own = isHidden && !(await knowsBefore(acting)) ? undefined : hosts.www
    expect(referrers(acting)).toEqual([undefined, own, own])
  }
const press = ({ visitor }: Acting, selector: string) => visitor.press(selector)

const policies: Row[] = [
  {
    name: 'no referrer by the server’s policy, without an answer',
    source: 'embed F5, tag 3, counting 5, simpleanalytics/roadmap#12',
    firefox: true,
    site: { pages: withHeaders({ 'referrer-policy': 'no-referrer' }) },
    act: oneVisit(press, true),
  },
  {
    name: 'links that tell no referrer',
    source: 'tag 3, counting 5',
    firefox: true,
    site: {
      pages: Object.fromEntries(
        Object.entries(pages).map(([path, body]) => [path, body.replaceAll('<a id', '<a rel="noopener noreferrer" id')]),
      ),
    },
    act: oneVisit(press, true),
  },
  {
    name: 'the policy of one page',
    source: 'tag 3',
    firefox: true,
    site: {
      pages: Object.fromEntries(
        Object.entries(pages).map(([path, body]) => [path, body.replace('<head>', '<head><meta name="referrer" content="no-referrer">')]),
      ),
    },
    act: oneVisit(press, true),
  },
  ...['same-origin', 'strict-origin', 'origin', 'unsafe-url'].map(
    (value): Row => ({
      name: `the policy ${value}`,
      source: 'embed F5',
      site: { pages: withHeaders({ 'referrer-policy': value }) },
      act: oneVisit(press),
      firefox: true,
    }),
  ),
  {
    name: 'no referrer by the server’s policy, and a yes',
    source: 'counting c07',
    site: { pages: withHeaders({ 'referrer-policy': 'no-referrer' }) },
    firefox: true,
    act: async (acting) => {
      await acting.open()
      await acting.visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      await acting.visitor.press('#to-about')
      await acting.sees('/', 'accept /', '/about')
      expect(acting.events(['view'], 'visit').at(-1)).toEqual([2])
    },
  },
  {
    name: 'typed anew under that policy it is a visit',
    source: 'tag 3: the other way',
    firefox: true,
    site: { pages: withHeaders({ 'referrer-policy': 'no-referrer' }) },
    act: async (acting) => {
      await acting.open()
      await acting.sees('/')
      // From another site's page, which tells no referrer either.
      await acting.visitor.open('about:blank')
      await acting.open('/about')
      await acting.sees('/', '/about')
      expect(referrers(acting)).toEqual([undefined, undefined])
    },
  },
]

/** A page that forwards by a script, with this before it. */
const forwarding = (before: string) =>
  `<!doctype html><html><head><title>Forward</title>${before}<script>location.replace('/about')</script></head><body></body></html>`
const chooser = (page: string) => linkedFrom(hosts.other, '/?utm_source=letter&utm_campaign=spring', { ...pages, '/': page })
const languageChooser = chooser(forwarding('TAG'))

/** Whether the page that forwarded had the time to be counted: known once the page after it is, and all that was on its way has come. */
async function hadTime(acting: Acting): Promise<boolean> {
  const paths = () => acting.events(['view'], 'path').flat()
  await eventually('the page after it is counted', () => paths().includes('/about'))
  await settle(acting)
  return paths().includes('/')
}

const forwards: Row[] = [
  {
    name: 'a page that forwards before the tag has come, without an answer',
    source: 'peer-suites N3, counting 4',
    site: { pages: languageChooser, isTagLate: true },
    act: async (acting) => {
      await come(acting)
      await acting.visitor.inSight('Accept')
      await acting.sees('/about')
      // The visit is there; of who referred it the browser tells the page before.
      expect(referrers(acting)).toEqual([null])
    },
  },
  {
    name: 'a page that forwards after the tag has run, without an answer',
    source: 'counting 4, c10, c71',
    firefox: true,
    site: { pages: languageChooser, tag: '<script src="BASE/footfall.js?site=site.localhost"></script>' },
    act: async (acting) => {
      await come(acting)
      await acting.visitor.inSight('Accept')
      await acting.sees('/', '/about')
      expect(referrers(acting)).toEqual([hosts.other, hosts.www])
    },
  },
  {
    name: 'a page that forwards with the tag in the cache, which has not run there: a view, and the visit is missed (docs/counting.md)',
    source: 'own',
    firefox: true,
    site: {
      pages: chooser(
        `<!doctype html><title>Forward</title><link rel="preload" as="script" href="COLLECTOR/footfall.js?site=site.localhost" onload="location.replace('/about')">`,
      ),
    },
    act: async (acting) => {
      await come(acting)
      await acting.visitor.inSight('Accept')
      await acting.sees('/about')
      expect(referrers(acting)).toEqual([hosts.www])
    },
  },
  {
    name: 'a page that forwards at once, with a yes, again and again',
    source: 'peer-suites N3, counting 4',
    firefox: true,
    site: { pages: languageChooser },
    act: async (acting) => {
      const { visitor, site, sees, events } = acting
      await visitor.open(`${site.url()}/contact`)
      await visitor.answer('Accept')
      await sees('/contact', 'accept /contact')
      // The visit is over.
      await visitor.look(`document.cookie = 'ff_visit=; path=/; domain=site.localhost; expires=Thu, 01 Jan 1970 00:00:00 GMT'`)
      await come(acting)
      await acting.titled('About')
      await acting.sees(...['/contact', 'accept /contact', ...((await hadTime(acting)) ? ['/', '/about'] : ['/about'])])
      const visits = events(['view'], 'visit', 'source', 'campaign').slice(1)
      const first = [1, 'letter', 'spring']
      // An older browser takes the next page for the visit's first, if this one had no time: docs/counting.md.
      if (await knowsBefore(acting)) expect(visits[0]).toEqual(first)
      else expect([first, [1, '(direct)', undefined]]).toContainEqual(visits[0])
    },
  },
  {
    name: 'a refresh of no seconds',
    source: 'counting c10',
    firefox: true,
    site: {
      pages: linkedFrom(hosts.other, '/', {
        ...pages,
        '/': page('Home').replace('TAG', 'TAG<meta http-equiv="refresh" content="0;url=/about">'),
      }),
    },
    act: async (acting) => {
      await come(acting)
      await acting.titled('About')
      await acting.visitor.inSight('Accept')
      await settle(acting)
      await acting.sees(...acting.events(['view'], 'path').flat().map(String))
      expect(acting.events(['view'], 'referrer').filter(([referrer]) => referrer !== hosts.www).length).toBe(1)
    },
  },
  {
    name: 'the server forwards',
    source: 'counting c12',
    site: {
      pages: linkedFrom(hosts.other, '/?utm_source=letter', {
        ...pages,
        '/': { status: 302, headers: { location: '/about?utm_source=letter' } },
      }),
    },
    firefox: true,
    act: async (acting) => {
      await come(acting)
      await acting.visitor.answer('Accept')
      await acting.sees('/about', 'accept /about')
      expect(acting.events(['accept'], 'source', 'referrer')).toEqual([['letter', hosts.other]])
    },
  },
  {
    name: 'a challenge stands before the page',
    source: 'tag 12, simpleanalytics/scripts#48',
    firefox: true,
    site: {
      pages: linkedFrom(hosts.other, '/', {
        ...pages,
        '/': '<!doctype html><title>Just a moment</title><script>history.replaceState(null, "", "/about?__cf_chl_rt_tk=abc"); const form = document.createElement("form"); form.action = "/about"; form.method = "post"; addEventListener("load", () => { document.body.append(form); form.submit() })</script>',
      }),
    },
    act: async (acting) => {
      await come(acting)
      await acting.visitor.inSight('Accept')
      await acting.sees('/about')
      expect(referrers(acting)).toEqual([null])
    },
  },
]

const sources: Row[] = [
  {
    name: 'the page cleans its address before the tag runs',
    source: 'tag 11, wistia/fresh-url#15',
    site: { pages: { ...pages, '/': page('Home', { head: `<script>history.replaceState(null, '', location.pathname)</script>` }) } },
    firefox: true,
    act: async (acting) => {
      await acting.open('/?utm_source=letter&utm_medium=email')
      await acting.visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      expect(acting.events(['accept'], 'source', 'medium')).toEqual([['letter', 'email']])
    },
  },
  {
    name: 'a yes on the second page finds the labels of the first',
    source: 'counting 6',
    firefox: true,
    site: { pages },
    act: async (acting) => {
      await acting.open('/?utm_source=letter&utm_campaign=spring')
      await acting.sees('/')
      await acting.visitor.press('#to-about')
      await acting.sees('/', '/about')
      await acting.visitor.answer('Accept')
      await acting.sees('/', '/about', 'accept /about')
      // An older browser has not the address of a page before; what it does not know it does not tell.
      const labels = (await acting.visitor.look(`'navigation' in window`)) ? ['letter', 'spring'] : [undefined, undefined]
      expect(acting.events(['accept'], 'source', 'campaign', 'referrer', 'visit')).toEqual([[...labels, hosts.www, 1]])
    },
  },
  {
    name: 'a yes on the second page does not know the referrer of the first',
    source: 'counting 6',
    site: { pages: linkedFrom(hosts.other, '/', pages) },
    firefox: true,
    act: async (acting) => {
      await come(acting)
      await acting.sees('/')
      await acting.visitor.press('#to-about')
      await acting.sees('/', '/about')
      await acting.visitor.answer('Accept')
      await acting.sees('/', '/about', 'accept /about')
      expect(acting.events(['accept'], 'source', 'visit')).toEqual([[undefined, 1]])
    },
  },
  ...(
    [
      ['without an answer', false],
      ['with a yes', true],
    ] as const
  ).map(
    ([name, yes]): Row => ({
      name: `back from a payment, ${name}`,
      source: 'counting 13',
      site: { pages: linkedFrom(hosts.other, '/about', pages), settings: { returnHosts: [hosts.other] } },
      firefox: true,
      act: async (acting) => {
        await acting.open()
        const expected = ['/']
        if (yes) {
          await acting.visitor.answer('Accept')
          expected.push('accept /')
        }
        await acting.sees(...expected)
        await come(acting)
        await acting.sees(...expected, '/about')
        expect(acting.events(['view'], 'referrer', 'visit', 'source').at(-1)).toEqual([
          hosts.www,
          yes ? 2 : undefined,
          yes ? '(direct)' : undefined,
        ])
      },
    }),
  ),
]

/** Arrives by an address with these labels, agrees and reads on: all of it is taken. */
const labelled = (name: string, query: string, expected: (string | undefined)[], source: string): Row => ({
  name: `labels: ${name}`,
  source,
  site: { pages },
  act: async (acting) => {
    await acting.open(`/?${query}`)
    await acting.visitor.answer('Accept')
    await acting.sees('/', 'accept /')
    await acting.visitor.press('#to-about')
    await acting.sees('/', 'accept /', '/about')
    for (const told of acting.events(['accept', 'leave'], 'source', 'medium', 'campaign')) expect(told).toEqual(expected)
    expect(acting.site.refusals()).toEqual({})
  },
})

const long = 'x'.repeat(300)

const labels: Row[] = [
  labelled(
    'of an old mail tool, in Latin-1',
    'utm_source=newsletter&utm_campaign=Sommer%FCbersicht',
    ['newsletter', undefined, 'Sommerbersicht'],
    'tag 1, matomo-org/matomo#8413, mozilla/bedrock#10897',
  ),
  labelled('blank', 'utm_source=%20&utm_medium=%20%09', ['(direct)', undefined, undefined], 'peer-suites N1'),
  labelled('with a lone percent sign', 'utm_source=50%off&utm_medium=foo%', ['50%off', 'foo%', undefined], 'tag, tried'),
  labelled('of 300 characters', `utm_source=${long}`, [long.slice(0, 100), undefined, undefined], 'tag, tried'),
  labelled('of 300 emoji', `utm_source=${encodeURIComponent('🎪'.repeat(300))}`, ['🎪'.repeat(16), undefined, undefined], 'tag 6'),
  labelled('with controls and marks of direction', 'utm_source=a%00b%E2%80%AEc%07', ['abc', undefined, undefined], 'own'),
  labelled(
    'with quotes, markup and a backslash',
    `utm_source=${encodeURIComponent(`"a" <b> \\ 'c'`)}`,
    [`"a" <b> \\ 'c'`, undefined, undefined],
    'tag, tried',
  ),
  labelled('in Arabic', `utm_source=${encodeURIComponent('رسالة')}`, ['رسالة', undefined, undefined], 'umami-software/umami#1258'),
]

/** Pages of these addresses, one after the other, are told under these paths. */
const named = (name: string, addresses: string[], paths: string[], source: string, settings = {}): Row => ({
  name: `paths: ${name}`,
  source,
  site: { pages: () => home, settings },
  firefox: true,
  act: async (acting) => {
    for (const [index, address] of addresses.entries()) {
      await acting.open(address)
      await acting.sees(...paths.slice(0, index + 1))
    }
    expect(acting.site.refusals()).toEqual({})
  },
})

const passport = (year: number) => `/как-получить-загранпаспорт-в-москве-в-${year}-году`
const office = (year: number) => `/市役所からのお知らせ/${year}年度/住民票の写し等の交付請求について`

const paths: Row[] = [
  named(
    'two in Cyrillic that begin alike',
    [passport(2025), passport(2026)],
    [passport(2025), passport(2026)],
    'tag 6, umami-software/umami#29',
  ),
  named('two in Japanese', [office(2025), office(2026)], [office(2025), office(2026)], 'tag 6'),
  named('escapes in either case are one', ['/caf%C3%A9', '/caf%c3%a9', '/café'], ['/café', '/café', '/café'], 'tag 16'),
  named('bytes that are no text', ['/caf%E9'], ['/caf%E9'], 'own'),
  named('spaces and marks of direction stay escaped', ['/a%20b%E2%80%AEc'], ['/a%20b%E2%80%AEc'], 'tag 6: shown readable, never misread'),
  named('of 2,000 characters', [`/${'a'.repeat(2_000)}`], [`/${'a'.repeat(199)}`], 'own'),
  named('of 300 Japanese characters', [`/${'市'.repeat(300)}`], [`/${'市'.repeat(87)}`], 'tag 6'),
  named('without its query and fragment', ['/a?secret=1#b', '/?q=2'], ['/a', '/'], 'DESIGN'),
]

/** Names of hosts that are not of the ordinary kind: the view is counted, its referrer perhaps under another name. */
const oddReferrer = (host: string, expected: string): Row => ({
  name: `a referrer of the name ${host}`,
  source: 'tag 17',
  site: { pages: linkedFrom(host, '/', pages) },
  act: async (acting) => {
    await come(acting, host)
    await acting.sees('/')
    expect(referrers(acting)).toEqual([expected])
    expect(acting.site.refusals()).toEqual({})
  },
})

const names: Row[] = [
  oddReferrer('a-.odd.localhost', 'a-.odd.localhost'),
  oddReferrer('under_score.localhost', 'under_score.localhost'),
  oddReferrer('foo$bar!.localhost', 'foo$bar!.localhost'),
  {
    name: 'the site’s own name with the dot of the root',
    source: 'tag 17',
    firefox: true,
    site: { pages },
    act: async (acting) => {
      await acting.visitor.open(`${acting.site.url(`${hosts.www}.`)}/`)
      await acting.sees('/')
      expect(acting.site.refusals()).toEqual({})
    },
  },
]

export const arrivals: Row[] = [...policies, ...forwards, ...sources, ...labels, ...paths, ...names]
