/** What a page's own scripts and servers make of the browser: names and prototypes taken, `fetch` wrapped, policies set. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Row } from '../kit/row.ts'
import type { Answer } from '../kit/website.ts'
import { page, scripts } from './pages.ts'

/** Accepts on the first page, reads a second one: two views of one visit by a new browser, measured; and all of it kept. */
const visits: Row['act'] = async ({ open, visitor, sees, events }) => {
  await open()
  await visitor.answer('Accept')
  await sees('/', 'accept /')
  await open('/about')
  await sees('/', 'accept /', '/about')
  expect(events(['accept'], 'visit', 'recency', 'source', 'consent')).toEqual([[1, 'new', '(direct)', true]])
  expect(events(['view'], 'visit', 'from', 'source', 'consent').at(-1)).toEqual([2, '/', '(direct)', true])
  await eventually('it is measured', () => events(['vitals'], 'metric').length > 0)
}

const both = (head: string) => ({ '/': page('Home', { head }), '/about': page('About', { head }) })
const before = (script: string) => both(`<script>${script}</script>`)

/** Scripts of the page before the tag. */
const scripted: [name: string, source: string, head: string, its?: Partial<Row>][] = [
  ['origin is a text', 'tag 7, react/create-react-app#17073', `var origin = 'Chicago'`],
  ['performance is a play', 'tag 7, GoogleChrome/web-vitals#377', `var performance = { title: 'Hamlet' }`, { act: unmeasured }],
  ['performance is nothing', 'tag 7', `var performance = null`, { act: unmeasured }],
  ['self is another object', 'tag 7, browserify/browserify#1636, ded/bonzo#123', `function Widget() { self = this } new Widget()`],
  ['self is undefined', 'tag 7', `self = undefined`],
  ['screen is null', 'tag 7, cds-astro/aladin-lite#381', `var screen = null`, { act: placeless }],
  ['navigation is a menu', 'own', `var navigation = { items: ['Home'], currentEntry: null }`],
  [
    'navigation is an element',
    'own: named access on the window',
    `document.addEventListener('DOMContentLoaded', () => {}); document.write('<nav id="navigation"></nav>')`,
  ],
  ['names of ours are the page’s', 'own', `var footfall = 'a bar', settings = 1, core = 2, consent = 3, pages = 4, send = 5, tell = 6`],
  ['its own view of history', 'own', `var events = [], Event = window.Event, state = history.state, top1 = top`],
  ['all objects have a function', 'consent F14, tag 7', `Object.prototype.clone = function () { return this }`],
  [
    'all objects have a property of an odd name',
    'consent F14',
    `Object.prototype['2bad name'] = 'x'; Object.prototype['utm_source'] = 'y'`,
  ],
  [
    'arrays have a JSON of their own',
    'tag 13, embed F12, prototypejs/prototype#327, segmentio/analytics.js#626',
    `Array.prototype.toJSON = function () { return String(this) }`,
  ],
  [
    'texts, numbers and dates have one too',
    'amplitude/Amplitude-JavaScript#313',
    `for (const each of [String, Number, Boolean, Date]) each.prototype.toJSON = function () { return 'broken' }`,
  ],
  [
    'JSON indents what it writes',
    'embed, tried',
    `const { stringify } = JSON; JSON.stringify = (value, replacer) => stringify(value, replacer, 2)`,
  ],
  ['Array.from is another', 'embed, tried', `Array.from = () => []`],
  ['arrays iterate in another way', 'own', `Array.prototype.at = function () {}; Array.prototype.flat = function () { return [] }`],
  [
    'the built-in prototypes are frozen',
    'tag, tried',
    `for (const each of [Object, Array, String, Function, Promise, RegExp, Map, Event, Element, Node]) Object.freeze(each.prototype)`,
  ],
  ['Date finds a day in anything', 'embed F12: Datejs', `Date.parse = () => null`],
  [
    'a clock of its own',
    'own: sinon’s fake timers left in',
    `const Real = Date; window.Date = class extends Real { toLocaleDateString() { return 'today' } }`,
    { act: dayless },
  ],
  [
    'no crypto, no locks, no idle callback',
    'own: old browsers',
    `Object.defineProperty(navigator, 'locks', { value: undefined }); window.requestIdleCallback = undefined`,
  ],
  ['Symbol.iterator of strings is another', 'own', `String.prototype.at = undefined; String.prototype.replaceAll = undefined`],
  [
    'an error handler that reports what it hears',
    'own',
    `addEventListener('error', (event) => console.error('reported: ' + event.message)); addEventListener('unhandledrejection', (event) => console.error('reported: ' + event.reason))`,
  ],
]

const libraries: [name: string, source: string, files: string[], more?: string][] = [
  ['Prototype 1.6.1', 'tag 13, embed F12', ['esprima/test/3rdparty/prototype-1.6.1.js']],
  ['Prototype 1.7', 'embed, tried', ['esprima/test/3rdparty/prototype-1.7.0.0.js']],
  ['MooTools 1.3', 'embed, tried', ['esprima/test/3rdparty/mootools-1.3.2.js']],
  ['MooTools 1.4', 'embed, tried', ['esprima/test/3rdparty/mootools-1.4.1.js']],
  ['Ext Core 3', 'own', ['esprima/test/3rdparty/ext-core-3.1.0.js']],
  ['Datejs', 'embed F12', ['datejs/lib/date.js']],
  ['Sugar 1', 'embed, tried', ['sugar1/release/sugar-full.development.js']],
  ['Sugar 2, everything extended', 'embed, tried', ['sugar/dist/sugar.min.js'], 'Sugar.extend()'],
  ['es5-shim and its sham', 'embed, tried', ['es5-shim/es5-shim.min.js', 'es5-shim/es5-sham.min.js']],
  ['core-js', 'own', ['core-js-bundle/minified.js']],
  ['Bluebird', 'embed, tried', ['bluebird/js/browser/bluebird.min.js']],
  ['zone.js', 'embed, tried', ['zone.js/bundles/zone.umd.min.js']],
  ['JSON3', 'own', ['json3/lib/json3.min.js'], 'window.JSON = JSON3'],
  ['jQuery 1.12', 'embed, tried', ['jquery1/dist/jquery.min.js']],
  ['jQuery 4', 'own', ['jquery4/dist/jquery.min.js']],
  [
    'Knockout',
    'own',
    ['knockout/build/output/knockout-latest.js'],
    `addEventListener('DOMContentLoaded', () => ko.applyBindings({}, document.querySelector('#main')))`,
  ],
  ['Raven', 'own', ['raven-js/dist/raven.min.js'], `Raven.config('https://a@errors.localhost/1').install()`],
  [
    'Sentry',
    'own',
    ['@sentry/browser/build/bundle.min.js'],
    `Sentry.init({ dsn: 'https://a@errors.localhost/1', autoSessionTracking: false })`,
  ],
  [
    'Bugsnag',
    'own',
    ['@bugsnag/browser/dist/bugsnag.min.js'],
    `Bugsnag.start({ apiKey: '0123456789abcdef0123456789abcdef', autoTrackSessions: false, endpoints: { notify: '/bugs', sessions: '/bugs' } })`,
  ],
  ['rrweb, recording', 'own', ['rrweb/umd/rrweb.min.js'], `addEventListener('DOMContentLoaded', () => rrweb.record({ emit() {} }))`],
]

const wrapped: [name: string, source: string, head: string][] = [
  [
    'a header is added',
    'tag 8, PostHog/posthog-js#147',
    script(
      `const before = fetch; window.fetch = (address, options = {}) => before(address, { ...options, headers: { ...options.headers, 'X-App-Version': '1' } })`,
    ),
  ],
  [
    'trace headers are added',
    'embed F6, PostHog/posthog-js#1459',
    script(
      `const before = fetch; window.fetch = (address, options = {}) => before(address, { ...options, headers: { ...options.headers, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', tracestate: 'a=b', baggage: 'c=d', 'x-datadog-origin': 'rum' } })`,
    ),
  ],
  [
    'an authorization is added',
    'embed F6',
    script(
      `const before = fetch; window.fetch = (address, options = {}) => before(address, { ...options, headers: { ...options.headers, Authorization: 'Bearer of-the-page' } })`,
    ),
  ],
  [
    'credentials are sent along',
    'embed, PostHog/posthog-js#1185',
    script(`const before = fetch; window.fetch = (address, options = {}) => before(address, { ...options, credentials: 'include' })`),
  ],
  [
    'answers are of another kind',
    'embed: like axios',
    script(
      `const before = fetch; window.fetch = async (...given) => { const { status, ok } = await before(...given); return { status, ok, data: {} } }`,
    ),
  ],
  [
    'a request is made of it first',
    'embed, tried',
    script(`const before = fetch; window.fetch = (...given) => before(new Request(...given))`),
  ],
  [
    'it is tried again on each error',
    'tag, tried',
    script(`const before = fetch; window.fetch = (...given) => before(...given).catch(() => before(...given))`),
  ],
  [
    'Datadog traces all',
    'embed F6',
    `${scripts('@datadog/browser-rum/bundle/datadog-rum.js')}${script(`DD_RUM.init({ applicationId: 'a', clientToken: 'b', site: 'datadoghq.com', service: 'site', allowedTracingUrls: [/.*/], sessionSampleRate: 100, traceSampleRate: 100, proxy: '/monitor' })`)}`,
  ],
  ['fetch over XHR', 'embed, tried', `${script('delete window.fetch')}${scripts('whatwg-fetch/dist/fetch.umd.js')}`],
]

function script(text: string): string {
  return `<script>{ ${text} }</script>`
}

const policy = (value: string, headers: Record<string, string> = {}) => ({ 'content-security-policy': value, ...headers })
const served = (headers: Record<string, string>, attributes = ''): { pages: Record<string, Answer>; attributes: string } => ({
  // Without styles of its own, which a policy may forbid.
  pages: { '/': { body: page('Home'), headers }, '/about': { body: page('About').replace(/ style="[^"]*"/g, ''), headers } },
  attributes,
})
const host = 'http://stats.localhost:*'

const policies: [name: string, source: string, site: Row['site']][] = [
  [
    'a nonce, and what it trusts',
    'embed, tried',
    served(policy(`script-src 'nonce-abc' 'strict-dynamic'; object-src 'none'; base-uri 'none'`), 'nonce="abc"'),
  ],
  [
    'the collector’s host',
    'embed, tried',
    served(policy(`default-src 'self'; script-src ${host}; connect-src 'self' ${host}; style-src 'self'`)),
  ],
  ['trusted types', 'embed, tried', served(policy(`script-src ${host}; require-trusted-types-for 'script'; trusted-types 'none'`))],
  [
    'isolated from other origins',
    'embed, tried',
    served({ 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' }),
  ],
  [
    'no permission for anything',
    'embed, tried',
    served({
      'permissions-policy': 'sync-xhr=(), storage-access=(), idle-detection=(), compute-pressure=()',
      'document-policy': 'force-load-at-top',
    }),
  ],
]

const foreign = '<base href="https://other.localhost/somewhere/">'

export const environments: Row[] = [
  ...scripted.map(
    ([name, source, text, its]): Row => ({
      name: `page’s own script: ${name}`,
      source,
      site: { pages: before(text) },
      act: visits,
      firefox: true,
      ...its,
    }),
  ),
  ...libraries.map(
    ([name, source, files, more]): Row => ({
      name: `library: ${name}`,
      source,
      site: { pages: both(scripts(...files) + (more ? `<script>${more}</script>` : '')) },
      act: visits,
    }),
  ),
  ...wrapped.map(
    ([name, source, head]): Row => ({
      name: `fetch: ${name}`,
      source,
      site: { pages: both(head) },
      act: visits,
      itsOwnErrors: /access control|has been blocked by CORS|net::ERR|TypeError: Failed to fetch/,
      firefox: true,
    }),
  ),
  ...policies.map(([name, source, site]): Row => ({ name: `policy: ${name}`, source, site, act: visits, firefox: true })),
  {
    name: 'policy: only the tag’s own address is let in',
    source: 'embed F12',
    site: served(policy(`script-src http://stats.localhost:*/footfall.js`)),
    // Counted, and as docs/install.md says never asked.
    act: async ({ open, visitor, sees }) => {
      await open()
      await sees('/')
      await visitor.idle()
      expect(await visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
    },
    itsOwnErrors: /Content.Security.Policy/,
    firefox: true,
  },
  {
    name: 'policy: nothing may be sent',
    source: 'embed F12',
    site: served(policy(`connect-src 'self'`)),
    act: async ({ open, visitor, sees }) => {
      await open()
      await visitor.answer('Accept')
      await sees()
    },
    itsOwnErrors: /Content.Security.Policy|violates the document/,
    firefox: true,
  },
  { name: 'a base elsewhere', source: 'embed, tried', site: { pages: both(foreign) }, act: visits, firefox: true },
  {
    name: 'XHTML',
    source: 'embed, tried',
    site: {
      pages: Object.fromEntries(
        ['/', '/about'].map((path) => [
          path,
          {
            type: 'application/xhtml+xml',
            body: `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>Home</title>XTAG</head><body><h1>Home</h1></body></html>`.replace(
              'XTAG',
              'TAG',
            ),
          },
        ]),
      ),
      tag: '<script async="async" src="BASE/footfall.js?site=site.localhost"></script>',
    },
    act: visits,
    firefox: true,
  },
]

/** A page whose `performance` is its own is counted; how it loaded cannot be known. */
async function unmeasured({ open, visitor, sees, events }: Parameters<Row['act']>[0]): Promise<void> {
  await open()
  await visitor.answer('Accept')
  await open('/about')
  await sees('/', 'accept /', '/about')
  expect(events(['view'], 'visit', 'consent').at(-1)).toEqual([2, true])
}

/** Where something of its description is taken, the view is counted without. */
async function placeless(acting: Parameters<Row['act']>[0]): Promise<void> {
  await visits(acting)
  expect(acting.events(['view'], 'screen').at(-1)).toEqual([undefined])
}

/** No day can be told: what needs one is not told, and the page is counted without consent. */
async function dayless({ open, visitor, sees }: Parameters<Row['act']>[0]): Promise<void> {
  await open()
  await visitor.inSight('Accept')
  await sees('/')
}
