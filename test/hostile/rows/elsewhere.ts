/** What went wrong in other products' pages, as their users reported it: each row by the thread that says so. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Row } from '../kit/row.ts'
import { hosts } from '../kit/website.ts'
import { page, scripts, single } from './pages.ts'

const anywhere = () => page('Home')
const withoutNavigation = `Object.defineProperty(window, 'navigation', { value: undefined, configurable: true })`

/** The page does this once it is counted; what is counted then, and what it gave. */
const does = (script: string, paths: string[], given: unknown, more: Partial<Row> = {}): Pick<Row, 'site' | 'act'> & Partial<Row> => ({
  site: { pages: anywhere },
  act: async ({ open, visitor, sees }) => {
    await open()
    await sees('/')
    expect(await visitor.look(script)).toEqual(given)
    await sees('/', ...paths)
  },
  ...more,
})

const history: Row[] = [
  {
    name: 'a page that on its load pushes and replaces the address it has',
    source: 'https://github.com/rails/pjax_rails/issues/79',
    site: {
      pages: {
        '/': page('Home', {
          end: `<script>history.replaceState({ id: 1 }, '', location.href); history.pushState({ id: 2 }, '', location.href); history.replaceState({ id: 2 }, '', location.href)</script>`,
        }),
      },
    },
    act: async ({ open, sees }) => {
      await open()
      await sees('/')
    },
    firefox: true,
  },
  {
    name: 'a router’s link makes no whole load of it',
    source: 'https://github.com/umami-software/umami/issues/3267',
    site: { pages: single(`onLink((path) => { history.pushState({}, '', path); draw(path) }); draw(location.pathname)`) },
    act: async (acting) => {
      await acting.open()
      await acting.visitor.look(`window.whole = true`)
      await acting.visitor.press('#to-about')
      await acting.sees('/', '/about')
      expect(await acting.visitor.look(`window.whole`)).toBe(true)
    },
    firefox: true,
  },
  ...[undefined, withoutNavigation].flatMap((before) => {
    const again = before ? ', without the Navigation API' : ''
    const rows: Row[] = [
      {
        name: `a whole address, a relative one, and an object are pushed${again}`,
        source: 'https://github.com/umami-software/umami/pull/41, https://github.com/umami-software/umami/pull/94',
        ...does(
          `(history.pushState({}, '', location.origin + '/a'), new Promise((resolve) => setTimeout(() => { history.pushState({}, '', 'b'); setTimeout(() => { history.pushState({}, '', new URL('/c', location)); setTimeout(() => resolve(location.pathname), 300) }, 300) }, 300)))`,
          ['/a', '/b', '/c'],
          '/c',
        ),
      },
      {
        name: `what is pushed without an address is no move${again}`,
        source: 'https://github.com/googleanalytics/autotrack/pull/57',
        ...does(
          `[history.pushState({ a: 1 }, ''), history.pushState({ b: 1 }, '', undefined), history.pushState({ c: 1 }, '', null), history.replaceState({ d: 1 }, ''), location.pathname, history.state.d].at(-2)`,
          [],
          '/',
        ),
      },
      {
        name: `an address that the page may not push is the page’s error, as ever${again}`,
        source: 'https://github.com/umami-software/umami/pull/4248',
        ...does(
          `(() => { try { history.pushState({}, '', 'https://other.localhost/') } catch (error) { return [error.name, location.pathname] } })()`,
          [],
          ['SecurityError', '/'],
        ),
      },
      {
        name: `the browser hears what the page has said to it, and no other than it has said${again}`,
        source: 'https://github.com/getsentry/sentry-javascript/issues/569',
        ...does(
          `(() => { const address = { toString: () => '/as-text', absoluteURL: '/as-text' }; const given = history.pushState({ turbolinks: { id: 'x' } }, 'title', address); return [given === undefined, history.state, location.pathname] })()`,
          ['/as-text'],
          [true, { turbolinks: { id: 'x' } }, '/as-text'],
        ),
      },
    ]
    // Firefox ESR has none by itself.
    return rows.map((row): Row => ({ ...row, ...(before ? { before } : { firefox: true }) }))
  }),
  {
    name: 'wrappers that tell of each move, and a page that draws itself anew at each',
    source: 'https://github.com/umami-software/umami/issues/1528',
    site: {
      pages:
        single(`for (const name of ['pushState', 'replaceState']) { const real = history[name]; history[name] = function (...given) { const result = real.apply(this, given); dispatchEvent(new Event(name.toLowerCase())); dispatchEvent(new Event('locationchange')); return result } }
      addEventListener('popstate', () => dispatchEvent(new Event('locationchange'))); addEventListener('locationchange', () => { draw(location.pathname); if (!history.state?.seen) history.replaceState({ seen: true }, '') });
      onLink((path) => history.pushState({}, '', path)); draw(location.pathname)`),
    },
    act: async (acting) => {
      await acting.open()
      await acting.sees('/')
      await acting.visitor.press('#to-about')
      await acting.sees('/', '/about')
      await acting.visitor.back()
      await acting.sees('/', '/about', '/')
    },
    firefox: true,
  },
  {
    name: 'a router that adds the slash at the end a moment later',
    source: 'https://github.com/ProtoSchool/protoschool.github.io/issues/595',
    ...does(
      `(history.pushState({}, '', '/tutorial'), new Promise((resolve) => setTimeout(() => { history.replaceState({}, '', '/tutorial/'); resolve(location.pathname) }, 80)))`,
      ['/tutorial/'],
      '/tutorial/',
    ),
    firefox: true,
  },
  {
    name: 'a landing that the app leads elsewhere keeps its labels',
    source: 'https://github.com/openstax/os-webview/pull/2976',
    site: {
      pages: () => page('Home', { head: `<script>if (location.pathname === '/old') history.replaceState({}, '', '/details')</script>` }),
    },
    act: async (acting) => {
      await acting.open('/old?utm_source=letter&utm_campaign=spring')
      await acting.visitor.answer('Accept')
      await acting.sees('/details', 'accept /details')
      expect(acting.events(['accept'], 'source', 'campaign')).toEqual([['letter', 'spring']])
    },
    firefox: true,
  },
]

const opener = '<button type="button" id="mine" data-footfall="consent">Privacy choices</button>'

const asking: Row[] = [
  {
    name: 'it is asked again after each reload',
    source: 'https://github.com/orestbida/cookieconsent/issues/757, https://github.com/Alex-D/Cookies-EU-banner/issues/39',
    site: { pages: anywhere },
    act: async ({ open, visitor }) => {
      await open()
      await visitor.inSight('Accept')
      for (let times = 0; times < 3; times++) {
        await visitor.reload()
        await visitor.inSight('Accept')
      }
    },
    firefox: true,
  },
  {
    name: 'the policy is read first, and then back',
    source: 'https://github.com/bbc/simorgh/issues/3460',
    site: { pages: anywhere },
    act: async (acting) => {
      await acting.open()
      await acting.visitor.inSight('Accept')
      await acting.open('/privacy')
      await acting.visitor.inSight('Accept')
      await acting.visitor.back()
      await eventually('back', () => acting.visitor.look(`location.pathname === '/'`).catch(() => false))
      await acting.visitor.answer('Reject')
      await eventually('it is told', () => acting.events(['consent'], 'action').flat().includes('refused'))
    },
    firefox: true,
  },
  {
    name: 'opened by the page’s button before there is an answer, Escape does not take the question away',
    source: 'https://github.com/CSOIreland/PxStat/issues/229',
    site: { pages: { '/': page('Home', { end: opener }) } },
    act: async ({ open, visitor }) => {
      await open()
      await visitor.inSight('Accept')
      await visitor.press('#mine')
      await visitor.key('Escape')
      await visitor.answer('Reject')
      expect((await visitor.jar()).ff_consent).toHaveLength(1)
    },
    firefox: true,
  },
  {
    name: 'an answer does not scroll back to the button',
    source: 'https://github.com/orestbida/cookieconsent/issues/723',
    site: { pages: { '/': page('Home', { end: `${opener}<p style="height:4000px"></p>` }) } },
    act: async ({ open, visitor }) => {
      await open()
      await visitor.answer('Reject')
      await visitor.press('#mine')
      await visitor.inSight('Accept')
      await visitor.look(`(scrollTo(0, 1500), new Promise((resolve) => setTimeout(resolve, 200)))`)
      const before = await visitor.look<number>('scrollY')
      await visitor.answer('Reject')
      await eventually('it is closed', () =>
        visitor.look(`!document.querySelector('footfall-consent')?.shadowRoot.querySelector('button')`),
      )
      expect(await visitor.look<number>('scrollY')).toBe(before)
      expect(await visitor.look('document.activeElement.id')).toBe('mine')
    },
    firefox: true,
  },
  {
    name: 'the page’s own dialog holds the focus meanwhile',
    source: 'https://github.com/wellcomecollection/wellcomecollection.org/pull/10920',
    firefox: true,
    site: {
      pages: {
        '/': page('Home', {
          head: scripts('tabbable/dist/index.umd.min.js', 'focus-trap/dist/focus-trap.umd.min.js'),
          end: `<div id="dialog" style="position:fixed;inset:10%;background:#fff"><button type="button">Close</button></div><script>addEventListener('load', () => focusTrap.createFocusTrap('#dialog').activate())</script>`,
        }),
      },
    },
    act: async ({ open, visitor, sees }) => {
      await open()
      await visitor.answer('Accept')
      await sees('/', 'accept /')
    },
  },
  {
    name: 'the keyboard reaches the page while it asks',
    source: 'https://github.com/orestbida/cookieconsent/issues/551',
    site: { pages: { '/': page('Home') } },
    act: async ({ open, visitor }) => {
      await open()
      await visitor.inSight('Accept')
      const reached = new Set<string>()
      for (let times = 0; times < 9; times++) {
        await visitor.key('Tab')
        reached.add(await visitor.look<string>('document.activeElement.id || document.activeElement.localName'))
      }
      expect([...reached]).toEqual(expect.arrayContaining(['footfall-consent', 'to-home', 'to-contact', 'choices']))
    },
    firefox: true,
  },
  {
    name: 'a bar of share buttons at the foot of a phone',
    source: 'https://github.com/osano/cookieconsent/issues/429',
    site: {
      pages: {
        '/': page('Home', {
          end: '<div style="position:fixed;bottom:0;left:0;right:0;height:48px;background:#c33;z-index:2147483647">Share</div>',
        }),
      },
    },
    act: async ({ open, visitor, sees }) => {
      await visitor.resize(390, 700)
      await open()
      await visitor.inSight('Reject')
      await visitor.answer('Accept')
      await sees('/', 'accept /')
    },
  },
  {
    name: 'a page that holds its scrolling by a fixed body',
    source: 'https://github.com/mysociety/fixmystreet/pull/6030',
    firefox: true,
    site: {
      pages: {
        '/': page('Home', { head: '<style>body{position:fixed;width:100%;top:-400px;overflow:hidden}main{height:3000px}</style>' }),
      },
    },
    act: async ({ open, visitor, sees }) => {
      await open()
      await visitor.inSight('Reject')
      await visitor.answer('Accept')
      await sees('/', 'accept /')
    },
  },
]

const defining = `window.define = (...given) => { throw new Error('Mismatched anonymous define() module: ' + given) }; define.amd = { jQuery: true }; window.require = define; window.exports = {}; window.module = { exports }`

const places: Row[] = [
  {
    name: 'a page with an AMD loader',
    source:
      'https://github.com/segmentio/analytics.js/issues/515, https://github.com/requirejs/requirejs/issues/1311, https://github.com/GoogleChrome/web-vitals/issues/156',
    site: { pages: { '/': page('Home', { head: `<script>${defining}</script>` }) } },
    act: async ({ open, visitor, sees, events }) => {
      await open()
      await visitor.answer('Accept')
      await sees('/', 'accept /')
      await eventually('it is measured', () => events(['vitals'], 'metric').length > 0)
      expect(await visitor.look('Object.keys(module.exports)')).toEqual([])
    },
    firefox: true,
  },
  {
    name: 'no name of the page is taken but its own two',
    source: 'https://github.com/GoogleChromeLabs/container-query-polyfill/issues/89',
    site: { pages: { '/': page('Home', { head: '<script>window.before = new Set(Object.getOwnPropertyNames(window))</script>' }) } },
    act: async ({ open, visitor, sees }) => {
      await open()
      await visitor.answer('Accept')
      await sees('/', 'accept /')
      await visitor.idle()
      const names = await visitor.look<string[]>(
        `Object.getOwnPropertyNames(window).filter((name) => !before.has(name) && name !== 'before')`,
      )
      expect(names.sort()).toEqual(['footfall', 'footfall site.localhost'])
    },
    firefox: true,
  },
  ...[
    ['one word', 'intranet', 'intranet'],
    ['localhost', 'localhost', 'localhost'],
    ['an IP address', '127.0.0.1', '127.0.0.1'],
  ].map(
    ([name, domain, host]): Row => ({
      name: `an answer is kept on a site whose name is ${name}`,
      source:
        'https://github.com/Open-Web-Analytics/Open-Web-Analytics/issues/869, https://github.com/alex35mil/sourcebuster-js/issues/35, https://github.com/js-cookie/js-cookie/issues/335',
      site: { pages: anywhere, settings: { domain: domain!, hosts: [host!] } },
      firefox: true,
      act: async ({ visitor, site, sees, events }) => {
        await visitor.open(site.url(host))
        await visitor.answer('Accept')
        await sees('/', 'accept /')
        await visitor.open(`${site.url(host)}/next`)
        await sees('/', 'accept /', '/next')
        expect(events(['view'], 'visit').at(-1)).toEqual([2])
      },
    }),
  ),
  {
    name: 'a visitor of Google who goes on in the app keeps the source',
    source: 'https://github.com/umami-software/umami/issues/2765, https://github.com/snowplow/snowplow-javascript-tracker/issues/1461',
    site: {
      pages: (asked) =>
        asked.host === hosts.other
          ? `<!doctype html><a id="link" href="http://${hosts.www}:${String(asked.headers.host).split(':')[1]}/">Read</a>`
          : single(`onLink((path) => { history.pushState({}, '', path); draw(path) }); draw(location.pathname)`)[asked.path],
    },
    act: async (acting) => {
      await acting.visitor.open(acting.site.url(hosts.other))
      await acting.visitor.press('#link')
      await acting.visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      await acting.visitor.press('#to-about')
      await acting.sees('/', 'accept /', '/about')
      expect(acting.events(['accept', 'view'], 'source').slice(1)).toEqual([[hosts.other], [hosts.other]])
    },
    firefox: true,
  },
]

export const elsewhere: Row[] = [...history, ...asking, ...places]
