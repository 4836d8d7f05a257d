/** Routers, and pages that move in ways of their own: no view lost, none doubled, each under the page that is shown. */
import type { Acting, Row } from '../kit/row.ts'
import { documents, scripts, single } from './pages.ts'

/** Takes steps of a visit: after each the page shows its title, and what has been counted is all that was and, where it counts, its path. */
export function stepper(acting: Acting) {
  const seen: string[] = []
  return {
    async step(act: () => Promise<void>, title: string, ...counted: string[]): Promise<void> {
      await act()
      await acting.titled(title)
      seen.push(...counted)
      await acting.sees(...seen)
    },
    /** Says yes on the page that is shown. */
    async accept(path: string): Promise<void> {
      await acting.visitor.answer('Accept')
      seen.push(`accept ${path}`)
      await acting.sees(...seen)
    },
  }
}

/** There, on, back, forward; a yes on the page that is then shown; and home again. */
export async function walk(acting: Acting): Promise<void> {
  const { visitor } = acting
  const { step, accept } = stepper(acting)
  await step(() => acting.open(), 'Home', '/')
  await step(() => visitor.press('#to-about'), 'About', '/about')
  await step(() => visitor.press('#to-contact'), 'Contact', '/contact')
  await step(() => visitor.back(), 'About', '/about')
  await step(() => visitor.forward(), 'Contact', '/contact')
  await accept('/contact')
  await step(() => visitor.press('#to-home'), 'Home', '/')
}

/** A link that the app itself leads elsewhere. */
export async function walkRedirected(acting: Acting): Promise<void> {
  await acting.open()
  await acting.sees('/')
  await acting.visitor.press('#to-old')
  await acting.titled('About')
  await acting.sees('/', '/about')
}

interface Router {
  name: string
  source: string
  pages: Row['site']['pages']
  firefox?: true
  act?: Row['act']
  /** What older browsers cannot be shown: they have no Navigation API. */
  onlyWithNavigation?: true
  itsOwnErrors?: RegExp
}

const plain = `onLink((path) => { history.pushState({}, '', path); draw(path) }); addEventListener('popstate', () => draw(location.pathname)); draw(location.pathname)`

const routers: Router[] = [
  { name: 'a plain router', source: 'embed F4', pages: single(plain), firefox: true },
  {
    name: 'a router that replaces the state inside popstate',
    source: 'embed F4, tag 5, googleanalytics/autotrack#39',
    pages: single(`addEventListener('popstate', () => { history.replaceState(history.state, '', location.href); draw(location.pathname) });
      onLink((path) => { history.pushState({}, '', path); draw(path) }); draw(location.pathname)`),
    firefox: true,
  },
  {
    name: 'a wrapper that replaces inside pushState',
    source: 'tag 5',
    pages: single(
      plain,
      `<script>{ const push = history.pushState; history.pushState = function (...given) { push.apply(this, given); history.replaceState({ ...history.state }, '') } }</script>`,
    ),
    firefox: true,
  },
  {
    name: 'a wrapper that asks before it calls the history, and puts its own back',
    source: 'embed F4',
    pages: single(`const before = history.pushState; ${plain}; setTimeout(() => { history.pushState = before }, 300)`),
    onlyWithNavigation: true,
  },
  {
    name: 'a kept reference to pushState',
    source: 'tag 9, counting 10',
    pages: single(plain.replace('history.pushState({}', 'push({}'), '<script>const push = history.pushState.bind(history)</script>'),
    onlyWithNavigation: true,
  },
  {
    name: 'the prototype’s own pushState',
    source: 'tag 9',
    pages: single(plain.replace('history.pushState({}', 'History.prototype.pushState.call(history, {}')),
    onlyWithNavigation: true,
  },
  {
    name: 'a frozen history',
    source: 'embed F4',
    pages: single(plain, '<script>Object.freeze(history)</script>'),
    onlyWithNavigation: true,
  },
  {
    name: 'a listener that lets no popstate through',
    source: 'embed F4',
    pages: single(`addEventListener('popstate', (event) => { event.stopImmediatePropagation(); draw(location.pathname) }, true);
      onLink((path) => { history.pushState({}, '', path); draw(path) }); draw(location.pathname)`),
    onlyWithNavigation: true,
  },
  {
    name: 'a router on the Navigation API',
    source: 'tag 9, WICG/navigation-api#274',
    pages: single(
      `navigation.addEventListener('navigate', (event) => event.canIntercept && event.intercept({ handler: async () => draw(new URL(event.destination.url).pathname) })); draw(location.pathname)`,
    ),
    onlyWithNavigation: true,
  },
  { name: 'documents, without a router', source: 'a bare web', pages: documents(), firefox: true },
  {
    name: 'page.js',
    source: 'embed F4',
    pages: single(`page('*', (context) => draw(context.path)); page()`, scripts('page/page.js')),
    firefox: true,
  },
  {
    name: 'htmx 2, boosted',
    source: 'embed F3, F4',
    pages: documents({ head: scripts('htmx.org/dist/htmx.min.js'), body: 'hx-boost="true"' }),
    firefox: true,
  },
  {
    name: 'htmx 4, boosted',
    source: 'embed F3',
    pages: documents({ head: scripts('htmx4/dist/htmx.min.js'), body: 'hx-boost:inherited="true"' }),
    firefox: true,
  },
  {
    name: 'Unpoly',
    source: 'embed F4, tag 5',
    pages: documents({ head: scripts('unpoly/unpoly.min.js'), linked: 'up-follow up-target="#main" up-history="true"' }),
    firefox: true,
  },
  {
    name: 'Unpoly, the body replaced',
    source: 'embed F3',
    pages: documents({ head: scripts('unpoly/unpoly.min.js'), linked: 'up-follow up-target="body" up-history="true"' }),
  },
  {
    name: 'Turbo 8',
    source: 'embed F3, consent F3',
    pages: documents({ head: scripts('@hotwired/turbo/dist/turbo.es2017-umd.js') }),
    firefox: true,
  },
  {
    name: 'Turbolinks 5',
    source: 'embed F3',
    pages: documents({ head: `${scripts('turbolinks/dist/turbolinks.js')}<script>Turbolinks.start()</script>` }),
  },
  {
    name: 'swup 4',
    source: 'embed',
    pages: documents({
      head: `${scripts('swup/dist/Swup.umd.js')}<script>addEventListener('DOMContentLoaded', () => new Swup({ containers: ['#main'], animationSelector: false }))</script>`,
    }),
  },
  {
    name: 'Barba',
    source: 'embed',
    pages: documents({
      head: `${scripts('@barba/core/dist/barba.umd.js')}<script>addEventListener('DOMContentLoaded', () => barba.init({ transitions: [{ name: 'none', leave() {} }] }))</script>`,
      body: 'data-barba="wrapper"',
      main: 'data-barba="container"',
    }),
  },
  {
    name: 'Vue Router 5',
    source: 'embed',
    pages: single(
      `const app = Vue.createApp({ template: '<router-view></router-view>' });
      const shown = (title) => ({ render: () => Vue.h('h1', title) });
      const router = VueRouter.createRouter({ history: VueRouter.createWebHistory(), routes: [
        { path: '/', component: shown('Home') }, { path: '/about', component: shown('About') }, { path: '/contact', component: shown('Contact') }, { path: '/old', redirect: '/about' }] });
      app.use(router); app.component('router-view', VueRouter.RouterView);
      onLink((path) => router.push(path)); router.isReady().then(() => { const main = document.querySelector('#main'); main.innerHTML = ''; Vue.createApp({ render: () => Vue.h(VueRouter.RouterView) }).use(router).mount(main) })`,
      scripts('vue/dist/vue.global.prod.js', 'vue-router/dist/vue-router.global.prod.js'),
    ),
  },
  {
    name: 'Navigo',
    source: 'embed',
    pages: single(
      `const router = new Navigo('/'); for (const path of ['/', '/about', '/contact']) router.on(path, () => draw(path)); router.resolve(); onLink((path) => router.navigate(path))`,
      scripts('navigo/lib/navigo.min.js'),
    ),
  },
  {
    name: 'Mithril',
    source: 'embed',
    pages: single(
      `m.route.prefix = ''; const shown = (title) => ({ view: () => m('h1', title) });
      m.route(document.querySelector('#main'), '/', { '/': shown('Home'), '/about': shown('About'), '/contact': shown('Contact') }); onLink((path) => m.route.set(path))`,
      scripts('mithril/mithril.min.js'),
    ),
  },
  {
    name: 'Backbone',
    source: 'embed',
    pages: single(
      `const router = new (Backbone.Router.extend({ routes: { '*path': (path) => draw('/' + (path || '')) } }))(); Backbone.history.start({ pushState: true }); onLink((path) => router.navigate(path, { trigger: true }))`,
      scripts('underscore/underscore-umd-min.js', 'jquery/dist/jquery.min.js', 'backbone/backbone-min.js'),
    ),
  },
  {
    name: 'AngularJS',
    source: 'embed',
    pages: single(
      `angular.module('app', []).config(['$locationProvider', (provider) => provider.html5Mode({ enabled: true, requireBase: false, rewriteLinks: false })])
      .run(['$location', '$rootScope', ($location, $rootScope) => { $rootScope.$on('$locationChangeSuccess', () => draw($location.path() || '/')); onLink((path) => $rootScope.$apply(() => $location.path(path))) }]);
      angular.bootstrap(document.querySelector('#main'), ['app'])`,
      scripts('angular/angular.min.js'),
    ),
  },
  {
    name: 'jquery-pjax',
    source: 'embed',
    pages: documents({
      head: `${scripts('jquery1/dist/jquery.min.js', 'jquery-pjax/jquery.pjax.js')}<script>jQuery(() => jQuery(document).pjax('a', '#main', { fragment: '#main' }))</script>`,
    }),
  },
  {
    name: 'director',
    source: 'embed',
    pages: single(
      `const routes = {}; for (const path of ['/', '/about', '/contact']) routes[path] = () => draw(path); const router = Router(routes).configure({ html5history: true }); router.init(); draw(location.pathname); const go = (path) => onpopstate ? router.setRoute(path) : setTimeout(go, 20, path); onLink(go)`,
      scripts('director/build/director.min.js'),
    ),
  },
]

const redirected: Router[] = [
  {
    name: 'a push and a replace in one task',
    source: 'embed F9',
    pages: single(
      `onLink((path) => { history.pushState({}, '', path); if (path === '/old') history.replaceState({}, '', '/about'); draw(location.pathname) }); draw(location.pathname)`,
    ),
    firefox: true,
  },
  {
    name: 'a push and a replace in a later task',
    source: 'embed F9, tag 17',
    pages: single(
      `onLink((path) => { history.pushState({}, '', path); draw(path); if (path === '/old') setTimeout(() => { history.replaceState({}, '', '/about'); draw('/about') }, 60) }); draw(location.pathname)`,
    ),
    firefox: true,
  },
  {
    name: 'page.js',
    source: 'embed F9',
    pages: single(
      `page('/old', () => page.redirect('/about')); page('*', (context) => draw(context.path)); page()`,
      scripts('page/page.js'),
    ),
  },
  { name: 'Turbo 8, by the server', source: 'embed F9', pages: documents({ head: scripts('@hotwired/turbo/dist/turbo.es2017-umd.js') }) },
]

const named = (prefix: string, { name, source, pages, firefox, itsOwnErrors }: Router, act: Row['act']): Row => ({
  name: `${prefix}${name}`,
  source,
  site: { pages },
  act,
  ...(firefox && { firefox }),
  ...(itsOwnErrors && { itsOwnErrors }),
})

/** Runs before a page, which then has no Navigation API, as in an older browser. */
export const withoutNavigation = `Object.defineProperty(window, 'navigation', { value: undefined, configurable: true })`

/** Each a second time as in an older browser, but where nothing there could show it. */
const both = (routers: readonly Router[], prefix: string, act: Row['act']): Row[] =>
  routers.flatMap((router) => {
    const row = named(prefix, router, router.act ?? act)
    // Firefox ESR is such an older browser by itself.
    const { firefox: _, ...older } = row
    return router.onlyWithNavigation
      ? [row]
      : [row, { ...older, name: `${row.name}, without the Navigation API`, before: withoutNavigation }]
  })

export const moves: Row[] = [...both(routers, 'there and back: ', walk), ...both(redirected, 'redirected inside the app: ', walkRedirected)]
