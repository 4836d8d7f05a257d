/** Frames: one view and one question by the top window; in another site's frame nothing is asked, kept or counted. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Acting, Row } from '../kit/row.ts'
import { type Answer, type Asked, hosts } from '../kit/website.ts'
import { page } from './pages.ts'

const frame = (address: string, more = '') => `<iframe id="frame" src="${address}" ${more} width="600" height="300"></iframe>`
/** A page with a frame in it. */
const around = (markup: string) => page('Home', { end: markup })
const withoutTag = (markup: string) => markup.replace('TAG', '')
const inner = page('Inside')

/** The frame has loaded, with whatever it loads. */
const loaded = ({ visitor }: Acting) => visitor.idle()

/** One view, one question, in the page alone; its answer holds for the frame. */
const once: Row['act'] = async (acting) => {
  const { open, visitor, sees, events } = acting
  await open()
  await visitor.inSight('Accept')
  await loaded(acting)
  await sees('/')
  expect(await visitor.look(`document.querySelector('iframe').contentDocument?.querySelector('footfall-consent') ?? null`)).toBeNull()
  await visitor.answer('Accept')
  await sees('/', 'accept /')
  expect(events(['consent'], 'action')).toEqual([['shown'], ['accepted']])
  await open('/next')
  await loaded(acting)
  await sees('/', 'accept /', '/next')
  // One visit, of two views: nothing of the frame stands between.
  expect(events(['view'], 'visit', 'from').at(-1)).toEqual([2, '/'])
}

const own = (markup: string): Record<string, Answer> => ({ '/': around(markup), '/inner': inner, '/next': around(markup) })

/** By host: the site's pages, and those of another site that shows them. */
const framedBy = (markup: (port: string) => string, top: (markup: string) => string) => (asked: Asked) => {
  const port = String(asked.headers.host).split(':')[1] ?? ''
  if (asked.host === hosts.other) return asked.path === '/' ? top(markup(port)) : undefined
  return inner
}

const elsewhere = framedBy(
  (port) => frame(`http://${hosts.www}:${port}/inner`),
  (markup) => withoutTag(around(markup)),
)

export const frames: Row[] = [
  {
    name: 'a page in a page of the site',
    source: 'embed F11, tag 4, consent F12, counting 7, arp242/goatcounter#272',
    site: { pages: own(frame('/inner')) },
    act: once,
    firefox: true,
  },
  {
    name: 'a frame whose tag runs first',
    source: 'counting 7',
    firefox: true,
    site: { pages: { ...own(frame('/inner')), '/': late(own(frame('/inner'))['/'] as string) } },
    act: once,
  },
  {
    name: 'a hidden one that renews a session',
    source: 'tag 4',
    firefox: true,
    site: {
      pages: {
        ...own(frame('/inner', 'style="display:none"')),
        '/inner': page('Renewed', { end: '<script>parent.postMessage(1)</script>' }),
      },
    },
    act: once,
  },
  {
    name: 'one that the page writes itself',
    source: 'embed F11',
    firefox: true,
    site: {
      pages: own(
        `<iframe id="frame"></iframe><script>{ const { contentDocument } = document.querySelector('#frame'); contentDocument.open(); contentDocument.write('<!doctype html><title>Written</title>TAG_IN_SCRIPT'); contentDocument.close() }</script>`,
      ),
    },
    act: once,
  },
  {
    name: 'one whose page stands in an attribute',
    source: 'embed F11',
    site: { pages: own(`<iframe srcdoc='<!doctype html><title>In it</title>TAG'></iframe>`) },
    act: once,
    firefox: true,
  },
  {
    name: 'a sandboxed one',
    source: 'embed F11',
    site: { pages: own(frame('/inner', 'sandbox="allow-scripts"')) },
    act: once,
    firefox: true,
  },
  {
    name: 'a page of another host of the site',
    source: 'own',
    firefox: true,
    site: {
      pages: (asked) =>
        asked.host === hosts.app ? inner : around(frame(`http://${hosts.app}:${String(asked.headers.host).split(':')[1]}/inner`)),
    },
    act: async (acting) => {
      await acting.open()
      await acting.visitor.inSight('Accept')
      await loaded(acting)
      await acting.sees('/')
    },
  },
  {
    name: 'a page in one of the site that has no tag is the page',
    source: 'embed F11',
    site: { pages: { '/': withoutTag(around(frame('/inner'))), '/inner': inner } },
    act: async (acting) => {
      await acting.open()
      await acting.sees('/inner')
      await eventually('it asks', () =>
        acting.visitor.look(`document.querySelector('iframe').contentDocument.querySelector('footfall-consent') !== null`),
      )
    },
    firefox: true,
  },
  {
    name: 'in another site’s frame nothing is asked, kept or counted',
    source: 'embed F11, consent F12, counting c34',
    site: { pages: elsewhere },
    act: async (acting) => {
      const { visitor, site, sees, events } = acting
      await visitor.open(site.url(hosts.other))
      await loaded(acting)
      await sees()
      expect(events(['consent', 'vitals', 'stray'], 'type')).toEqual([])
      expect(await visitor.jar()).toEqual({})
      expect(site.asked.some(({ path }) => path === '/inner')).toBe(true)
    },
    firefox: true,
  },
  {
    name: 'where the owner counts them, without a question',
    source: 'embed F11: a site that is shown in others on purpose',
    site: { pages: elsewhere, settings: { framedViews: true } },
    act: async (acting) => {
      const { visitor, site, sees, events } = acting
      await visitor.open(site.url(hosts.other))
      await sees('/inner')
      await loaded(acting)
      expect(events(['view'], 'consent', 'referrer')).toEqual([[false, hosts.other]])
      expect(events(['consent'], 'action')).toEqual([])
      expect(await visitor.jar()).toEqual({})
    },
    firefox: true,
  },
  {
    name: 'a document of frames, each page its own',
    source: 'own: framesets of old intranets',
    firefox: true,
    site: {
      pages: {
        '/': '<!doctype html><html><head><title>Frames</title></head><frameset cols="30%,70%"><frame src="/menu"><frame name="main" src="/inner"></frameset></html>',
        '/menu': '<!doctype html><title>Menu</title><a target="main" href="/inner">Inside</a>',
        '/inner': inner,
      },
    },
    act: async (acting) => {
      await acting.open()
      await acting.sees('/inner')
    },
  },
]

/** The page's tag comes after all of the page, its frame's before. */
function late(markup: string): Answer {
  const [before, after] = markup.split('TAG') as [string, string]
  return { body: [before + after.replace('</body>', ''), 600, 'TAG</body></html>'] }
}
