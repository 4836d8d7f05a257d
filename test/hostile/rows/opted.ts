/** What an owner opts for, what a page says by itself, and how a page is used: seconds and scrolling belong to the page that is shown. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Acting, Row } from '../kit/row.ts'
import { page, scripts, single } from './pages.ts'

const home = page('Home')
/** A page at any address, whose scripts the row runs itself. */
const anywhere = () => home

/** Does these in turn, each once the one before is counted; the paths told, in order. */
const steps =
  (acts: readonly [script: string, path: string | null][], first: string, at = '/'): Row['act'] =>
  async (acting) => {
    const { open, visitor, sees, site } = acting
    await open(at)
    const seen = [first]
    await sees(...seen)
    for (const [script, path] of acts) {
      await visitor.look(`void ${script}`)
      if (path !== null) seen.push(path)
      await sees(...seen)
    }
    expect(site.refusals()).toEqual({})
  }

const hashed: Row['site'] = { pages: anywhere, settings: { hashRoutes: true } }
const queried: Row['site'] = { pages: anywhere, settings: { queryPages: { key: 'page', values: ['home', 'about-us', 'kontakt-ä'] } } }

const routes: Row[] = [
  {
    name: 'routes in the fragment, where the owner counts them',
    source: 'tag 10, plausible/analytics#129, goatcounter#828',
    site: hashed,
    firefox: true,
    act: steps(
      [
        [`(location.hash = '#/about?token=secret')`, '/#/about'],
        [`(location.hash = '#/about?token=other')`, null],
        [`(location.hash = '#!/contact')`, '/#!/contact'],
        [`(location.hash = '#top')`, '/'],
        [`history.back()`, '/#!/contact'],
        [`history.pushState({}, '', '#/news')`, '/#/news'],
      ],
      '/',
    ),
  },
  {
    name: 'they are one page where the owner does not',
    source: 'tag 10',
    site: { pages: anywhere },
    firefox: true,
    act: steps(
      [
        [`(location.hash = '#/about')`, null],
        [`(location.hash = '#/contact')`, null],
      ],
      '/',
    ),
  },
  {
    name: 'Vue Router in the fragment',
    source: 'embed, table',
    site: {
      settings: { hashRoutes: true },
      pages: single(
        `const shown = (title) => ({ render: () => Vue.h('h1', title) }); const router = VueRouter.createRouter({ history: VueRouter.createWebHashHistory(), routes: [{ path: '/', component: shown('Home') }, { path: '/about', component: shown('About') }, { path: '/old', redirect: '/about' }] });
        window.go = (path) => router.push(path); const main = document.querySelector('#main'); main.innerHTML = ''; Vue.createApp({ render: () => Vue.h(VueRouter.RouterView) }).use(router).mount(main)`,
        scripts('vue/dist/vue.global.prod.js', 'vue-router/dist/vue-router.global.prod.js'),
      ),
    },
    act: async (acting) => {
      await acting.open('/#/')
      await acting.sees('/#/')
      await acting.visitor.look(`void go('/old')`)
      await acting.sees('/#/', '/#/about')
    },
  },
  {
    name: 'pages in the query, where the owner lists them',
    source: 'tag 10: WordPress’s plain permalinks',
    site: queried,
    firefox: true,
    act: async (acting) => {
      const told: string[] = []
      for (const [query, path] of [
        ['page=home&session=secret', '/?page=home'],
        ['page=about%2Dus', '/?page=about-us'],
        ['session=1&page=kontakt-%C3%A4', '/?page=kontakt-ä'],
        ['page=secret', '/'],
        ['other=home', '/'],
      ]) {
        await acting.open(`/?${query}`)
        told.push(path!)
        await acting.sees(...told)
      }
      expect(acting.site.refusals()).toEqual({})
    },
  },
  {
    name: 'a move of the query alone, where it names pages',
    source: 'tag 10',
    firefox: true,
    site: queried,
    act: steps(
      [
        [`history.pushState({}, '', '/?page=about%2Dus')`, '/?page=about-us'],
        [`history.pushState({}, '', '/?page=about%2Dus&sort=1')`, null],
        [`history.pushState({}, '', '/?sort=1')`, '/'],
      ],
      '/',
    ),
  },
  {
    name: 'a page that renames itself is no view',
    source: 'tag 17, plausible-tracker#18',
    site: { pages: anywhere },
    firefox: true,
    act: steps(
      [
        [`history.replaceState({}, '', '/renamed')`, null],
        [`history.pushState({}, '', '/next')`, '/next'],
      ],
      '/',
    ),
  },
  {
    name: 'but where the owner counts it',
    source: 'tag 17, autotrack#219',
    site: { pages: anywhere, settings: { replaceViews: true } },
    firefox: true,
    act: steps(
      [
        [`history.replaceState({}, '', '/renamed')`, '/renamed'],
        [`history.replaceState({ more: 1 }, '', '/renamed')`, null],
      ],
      '/',
    ),
  },
  {
    name: 'a search that moves on each key is one view',
    source: 'embed F9',
    site: { pages: anywhere },
    firefox: true,
    act: steps(
      [
        [
          `[...'tram'].forEach((_, index, all) => setTimeout(() => history.pushState({}, '', '/search/' + all.slice(0, index + 1).join('')), 40 * index))`,
          '/search/tram',
        ],
      ],
      '/',
    ),
  },
  {
    name: 'the same address again, anchors, and filters in the query',
    source: 'PostHog phantom views, medama-io/medama#56',
    site: { pages: anywhere },
    firefox: true,
    act: steps(
      [
        [`history.pushState({}, '', '/')`, null],
        [`history.pushState({}, '', '#part')`, null],
        [`history.pushState({}, '', '?sort=name')`, null],
        [`history.back()`, null],
      ],
      '/',
    ),
  },
]

const stub = `<script>window.footfall ||= { q: [], view(path) { this.q.push(path) } }</script>`
/** The call comes with the bundle that measures, a moment after the tag. */
const canBeSaid = ({ visitor }: Acting) => eventually('it can be said', () => visitor.look(`typeof window.footfall?.view === 'function'`))
const saying: Row[] = [
  {
    name: 'a page says which of its pages is shown',
    source: 'tag 10: routers that no browser can see',
    site: { pages: anywhere },
    firefox: true,
    act: async (acting) => {
      await acting.open()
      await acting.sees('/')
      await canBeSaid(acting)
      for (const [said, seen] of [
        ['/step-two?card=1#x', ['/', '/step-two']],
        ['/step-two', ['/', '/step-two']],
        ['/step-three', ['/', '/step-two', '/step-three']],
      ] as const) {
        await acting.visitor.look(`footfall.view(${JSON.stringify(said)})`)
        await acting.sees(...seen)
      }
      expect(acting.visitor.warnings).toEqual([])
    },
  },
  {
    name: 'a name after a move is one page with it, whatever its path, and may be given again later',
    source: 'own',
    site: { pages: anywhere },
    firefox: true,
    act: async (acting) => {
      const { open, sees, visitor } = acting
      await open()
      await sees('/')
      await canBeSaid(acting)
      const expected = ['/']
      for (const [script, ...seen] of [
        [`history.pushState(0, '', '/orders/1234/pay'), footfall.view('/orders/pay')`, '/orders/pay'],
        [`history.pushState(0, '', '/orders/done'), footfall.view('/orders/done')`, '/orders/done'],
        [`history.pushState(0, '', '/help')`, '/help'],
        [`footfall.view('/orders/pay')`, '/orders/pay'],
        [`footfall.view('/orders/pay')`],
        // The address has not moved to another page.
        [`history.pushState(0, '', '/help?of=orders')`],
        [`footfall.view('/\\t/[')`],
        [`history.pushState(0, '', '/contact')`, '/contact'],
        [`history.pushState(0, '', '/help')`, '/help'],
        // A page that gives itself another name, and is gone back from to its first one.
        [`history.replaceState(0, '', '/help/1')`],
        [`history.pushState(0, '', '/help')`, '/help'],
      ] as const) {
        await visitor.look(`void (${script})`)
        expected.push(...seen)
        await sees(...expected)
      }
    },
  },
  {
    name: 'it may say so before the tag is there',
    source: 'docs/install.md',
    site: { pages: { '/': page('Home', { head: `${stub}<script>footfall.view('/wizard/one')</script>` }) } },
    firefox: true,
    act: async (acting) => {
      await acting.open()
      await acting.sees('/', '/wizard/one')
    },
  },
  {
    name: 'what is no page of the site is passed over, and the console says so once',
    source: 'own',
    firefox: true,
    site: { pages: anywhere },
    act: async (acting) => {
      await acting.open()
      await acting.sees('/')
      await canBeSaid(acting)
      await acting.visitor.look(
        `['https://other.localhost/', '//other.localhost/', 'relative', 7, null, undefined, {}, '', '/\\\\other.localhost'].forEach((each) => footfall.view(each))`,
      )
      await acting.sees('/')
      expect(acting.visitor.warnings.filter((text) => text.startsWith('Footfall'))).toHaveLength(1)
    },
  },
]

const webdriver = `Object.defineProperty(navigator, 'webdriver', { get: () => true, configurable: true })`
const driven: Row[] = [
  {
    name: 'a browser that says it is driven is a machine, and the owner sees it',
    source: 'peer-suites N6',
    firefox: true,
    site: { pages: anywhere },
    before: webdriver,
    act: async ({ open, visitor, sees, site, events }) => {
      await open()
      await visitor.idle()
      await sees()
      expect(site.refusals()).toEqual({ bot: 1 })
      expect(events(['consent', 'vitals'], 'type')).toEqual([])
    },
  },
  {
    name: 'but where its tag says that it counts',
    source: 'peer-suites N6',
    firefox: true,
    site: { pages: anywhere, attributes: 'data-driven="count"' },
    before: webdriver,
    act: steps([], '/'),
  },
]

/** The leaves of pages, by path: seconds told in all, and the tenths of scrolling, in order. */
const uses = (acting: Acting) =>
  acting.events(['leave'], 'path', 'seconds', 'scroll', 'had') as [string, number, number | undefined, number | undefined][]

const used: Row[] = [
  {
    name: 'scrolling belongs to the page that was scrolled, at a router’s move too',
    source: 'peer-suites N2: htmx',
    site: { pages: { '/': tall('Home', 3), '/about': tall('About', 10) } },
    firefox: true,
    act: async (acting) => {
      const { open, visitor, sees } = acting
      await open()
      await visitor.answer('Accept')
      await sees('/', 'accept /')
      await visitor.look(`(scrollTo(0, 99999), new Promise((resolve) => setTimeout(resolve, 400)))`)
      await visitor.look(`void document.querySelector('#to-about').click()`)
      await acting.titled('About')
      await sees('/', 'accept /', '/about')
      await visitor.look(`new Promise((resolve) => setTimeout(resolve, 400))`)
      await open('/')
      await sees('/', 'accept /', '/about', '/')
      const depth = Object.fromEntries(uses(acting).map(([path, , scroll]) => [path, scroll]))
      expect(depth['/']).toBe(10)
      expect(depth['/about']).toBeLessThan(3)
    },
  },
  {
    name: 'seconds are not cut down at each leave',
    source: 'peer-suites N7',
    site: { pages: { '/': single(`onLink((path) => history.pushState({}, '', path))`)['/']!, '/about': home } },
    act: async (acting) => {
      const { open, visitor, sees } = acting
      await open()
      await visitor.answer('Accept')
      await sees('/', 'accept /')
      const begun = Date.now()
      const seen = ['/', 'accept /']
      for (let move = 0; move < 6; move++) {
        // Three fifths of a second on each.
        await visitor.look(`new Promise((resolve) => setTimeout(resolve, 600))`)
        await visitor.look(`history.pushState({}, '', '/page-${move}')`)
        seen.push(`/page-${move}`)
        await sees(...seen)
      }
      await visitor.look(`void document.querySelector('h1')`)
      await open('/about')
      await acting.titled('Home')
      const told = uses(acting).reduce((sum, [, seconds]) => sum + seconds, 0)
      // All of them together, but for half a second at most; the browser's own doings between take their time too.
      const passed = (Date.now() - begun) / 1_000
      expect(told).toBeGreaterThanOrEqual(Math.floor(3.6 - 0.5))
      expect(told).toBeLessThanOrEqual(Math.ceil(passed + 0.5))
    },
  },
]

/** A page of htmx, so many windows high. */
function tall(title: string, windows: number): string {
  return page(title, { head: scripts('htmx.org/dist/htmx.min.js'), body: 'hx-boost="true"' }).replace(
    /<p( style="[^"]*")?>/,
    `<p style="height:${windows * 800}px">`,
  )
}

export const opted: Row[] = [...routes, ...saying, ...driven, ...used]
