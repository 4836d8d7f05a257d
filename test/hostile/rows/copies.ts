/** The tag by other ways than its own address: copies in caches and bundles, modules, loaders, and old copies that meet a newer collector. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Row } from '../kit/row.ts'
import { page } from './pages.ts'

const home = page('Home')
/** A page with this in the place of the tag. */
const instead = (markup: string, rest: Record<string, unknown> = {}) => ({
  '/': page('Home').replace('TAG', markup),
  '/about': page('About').replace('TAG', markup),
  ...rest,
})
const script = (address: string, attributes = 'async') => `<script ${attributes} src="${address}"></script>`

/** Counted once, asked, and an answer kept: by the tag, its banner and its measuring. */
const works: Row['act'] = async ({ open, visitor, sees, events }) => {
  await open()
  await visitor.answer('Accept')
  await sees('/', 'accept /')
  await visitor.press('#to-about')
  await sees('/', 'accept /', '/about')
  await eventually('it is measured', () => events(['vitals'], 'metric').length > 0)
}

/** Nothing can be known of where to send: the page's own server hears nothing, and the console says it once. */
const warns: Row['act'] = async ({ open, visitor, sees, site }) => {
  await open()
  await visitor.idle()
  await sees()
  expect(site.asked.filter(({ method }) => method === 'POST')).toEqual([])
  expect(visitor.warnings.filter((text) => text.startsWith('Footfall'))).toEqual(['Footfall needs data-collector'])
}

const cached = '/wp-content/cache/min/1/footfall.js'
const minified = { [cached]: { copyAfter: '' } }
const bundled = { '/assets/all.js': { copyAfter: 'var other = 1;\n' } }
const ofSite = (path: string) => `BASE${path}?site=site.localhost`

const copied: [name: string, source: string, pages: Row['site']['pages']][] = [
  [
    'a copy in a plugin’s cache',
    'embed F7, tag 2, plausible/wordpress#38',
    instead(script(`${cached}?ver=1`, 'data-minify="1" async'), minified),
  ],
  [
    'a copy under another name',
    'embed F7, wp-media/wp-rocket#5024',
    instead(script('/js/stats.js'), { '/js/stats.js': { copyAfter: '' } }),
  ],
  ['one script of many', 'embed F7, tag 2', instead(script('/assets/all.js', 'defer'), bundled)],
  ['a module', 'embed F7', instead('<script type="module">import "/assets/all.js"</script>', bundled)],
  [
    'fetched and run',
    'tag, tried',
    instead(`<script>fetch('/assets/all.js').then((answer) => answer.text()).then((text) => (0, eval)(text))</script>`, bundled),
  ],
  [
    'a copy whose current script is an image of the page',
    'embed F7',
    instead(`<img name="currentScript" src="/favicon.ico" alt="">${script('/assets/all.js')}`, bundled),
  ],
]

const loaded: [name: string, source: string, site: Row['site']][] = [
  [
    'a module of its own',
    'tag, tried',
    {
      pages: { '/': home, '/about': page('About') },
      tag: `<script type="module" src="${ofSite('/footfall.js')}"></script>`,
      knowsAddress: true,
    },
  ],
  [
    'import()',
    'tag, tried',
    { pages: { '/': home, '/about': page('About') }, tag: `<script>import("${ofSite('/footfall.js')}")</script>`, knowsAddress: true },
  ],
  [
    'a tag manager',
    'tag, tried, embed',
    {
      pages: { '/': home, '/about': page('About') },
      tag: `<script>setTimeout(() => { const tag = document.createElement('script'); tag.async = true; tag.src = "${ofSite('/footfall.js')}"; document.head.appendChild(tag) }, 300)</script>`,
    },
  ],
  [
    'twice, once by a tag manager',
    'plausible/analytics#1741',
    {
      pages: { '/': home, '/about': page('About') },
      tag: `<script async src="${ofSite('/footfall.js')}"></script><script>{ const tag = document.createElement('script'); tag.src = "${ofSite('/footfall.js')}"; document.head.appendChild(tag) }</script>`,
    },
  ],
  [
    'document.write',
    'tag, tried',
    {
      pages: { '/': home, '/about': page('About') },
      tag: `<script>document.write('<script src="${ofSite('/footfall.js')}"><\\/script>')</script>`,
    },
  ],
  [
    'a loader that waits for the first press',
    'embed: delayed until interaction',
    {
      pages: { '/': home, '/about': page('About') },
      tag: `<script type="text/delayed" data-src="${ofSite('/footfall.js')}"></script><script>addEventListener('keydown', () => { for (const old of document.querySelectorAll('[data-src]')) { const tag = document.createElement('script'); tag.src = old.dataset.src; old.replaceWith(tag) } }, { once: true })</script>`,
    },
  ],
  [
    'blocking, before the encoding is named',
    'embed, tried',
    {
      pages: { '/': home.replace(/(<meta charset="utf-8">)(.*)TAG/, 'TAG$1$2'), '/about': page('About') },
      tag: `<script src="${ofSite('/footfall.js')}"></script>`,
    },
  ],
  ['a folder of the page’s own host', 'first-party', { pages: { '/': home, '/about': page('About') }, from: 'page' }],
]

/** A tag that was kept longer than the collector's version: its bundles have other names by now. */
const old: Row[] = [
  {
    name: 'an hour old, after an upgrade',
    source: 'embed F12',
    site: { pages: { '/': home, '/about': page('About') }, isOld: true },
    act: works,
    firefox: true,
  },
  {
    name: 'kept by a service worker, after an upgrade',
    source: 'embed F12',
    firefox: true,
    site: {
      isOld: true,
      pages: {
        '/': page('Home', { head: `<script>navigator.serviceWorker.register('/worker.js')</script>` }),
        '/about': page('About'),
        '/worker.js': {
          type: 'text/javascript',
          body: `addEventListener('install', () => skipWaiting()); addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => { if (event.request.url.includes('/footfall.js')) event.respondWith(caches.open('kept').then(async (kept) => (await kept.match(event.request)) ?? fetch(event.request).then(async (answer) => { await kept.put(event.request, answer.clone()); return answer }))) })`,
        },
      },
    },
    act: async (acting) => {
      await acting.visitor.open(`${acting.site.url()}/about`)
      await acting.visitor.look(`navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => true)`)
      await acting.sees('/about')
      await acting.open()
      await acting.visitor.answer('Accept')
      await acting.sees('/about', '/', 'accept /')
    },
  },
]

export const copies: Row[] = [
  ...copied.map(
    ([name, source, pages]): Row => ({ name: `counted: ${name}`, source, site: { pages, knowsAddress: true }, act: works, firefox: true }),
  ),
  ...copied.slice(0, 4).map(
    ([name, source, pages]): Row => ({
      name: `said by the console where the collector is not known: ${name}`,
      source,
      site: { pages },
      act: warns,
    }),
  ),
  {
    name: 'counted: a copy that is told the collector',
    source: 'embed F7',
    site: { pages: instead(script('/assets/all.js', 'async data-collector="COLLECTOR/"'), bundled) },
    act: works,
  },
  ...loaded.map(
    ([name, source, site]): Row => ({
      name: `counted: ${name}`,
      source,
      site,
      act: name.includes('first press') ? pressed : works,
      firefox: true,
    }),
  ),
  ...old.map((row): Row => ({ ...row, name: `counted: ${row.name}` })),
]

async function pressed(acting: Parameters<Row['act']>[0]): Promise<void> {
  await acting.open()
  await acting.visitor.key('Shift')
  await acting.visitor.answer('Accept')
  await acting.sees('/', 'accept /')
}
