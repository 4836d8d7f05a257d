/** What the tag costs the page: it comes to rest, looks at nothing before a yes, and leaves the page's own calls alone. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Row } from '../kit/row.ts'
import { page } from './pages.ts'

const anywhere = () => page('About')

/** Comes to rest within this many milliseconds, asked and told. */
const restMilliseconds = 6_000

const rests =
  (refused: boolean): Row['act'] =>
  async ({ open, visitor, site }) => {
    await open()
    const begun = Date.now()
    await visitor.idle()
    expect(Date.now() - begun).toBeLessThan(restMilliseconds)
    if (refused) expect(Object.keys(site.refusals())).not.toEqual([])
    else {
      await visitor.answer('Accept')
      await visitor.idle()
      expect(site.refusals()).toEqual({})
    }
  }

/** Counts how often a page's languages and zones, and its layout, are asked for. */
const watched = `
window.looked = { intl: 0, layout: 0, at: [] }
const count = (name) => { looked[name]++; if (name === 'layout') looked.at.push(Math.floor(performance.now() / 1000)) }
for (const name of ['DateTimeFormat', 'NumberFormat', 'Collator', 'PluralRules']) {
  const real = Intl[name]
  Intl[name] = new Proxy(real, { construct: (...given) => (count('intl'), Reflect.construct(...given)), apply: (...given) => (count('intl'), Reflect.apply(...given)) })
}
for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
  const real = Date.prototype[name]
  Date.prototype[name] = function (...given) { count('intl'); return real.apply(this, given) }
}
const spy = (owner, name) => {
  const own = Object.getOwnPropertyDescriptor(owner, name)
  if (!own) return
  const act = own.get ? { get() { count('layout'); return own.get.call(this) } } : { value(...given) { count('layout'); return own.value.apply(this, given) } }
  Object.defineProperty(owner, name, { ...own, ...act })
}
for (const name of ['scrollX', 'scrollY', 'pageXOffset', 'pageYOffset', 'innerWidth', 'innerHeight', 'getComputedStyle']) spy(window, name)
for (const name of ['scrollTop', 'scrollLeft', 'scrollHeight', 'scrollWidth', 'clientHeight', 'clientWidth', 'getBoundingClientRect', 'getClientRects', 'scrollIntoView']) spy(Element.prototype, name)
for (const name of ['offsetTop', 'offsetLeft', 'offsetHeight', 'offsetWidth', 'innerText']) spy(HTMLElement.prototype, name)
spy(Document.prototype, 'elementFromPoint')
`

const moved = `new Promise((resolve) => {
  let times = 0
  const go = () => {
    scrollTo(0, (times * 37) % 1000)
    dispatchEvent(new Event('pointermove')); dispatchEvent(new Event('keydown'))
    if (times++ < 100) setTimeout(go, 20)
    else resolve(looked)
  }
  go()
})`

/** What a click does inside \`history.pushState\`: nothing of ours but a note. */
const inside = `(() => {
  const seen = []
  const spyOn = (owner, name) => {
    const own = Object.getOwnPropertyDescriptor(owner, name)
    const act = own.get ? { get() { seen.push(name); return own.get.call(this) } } : { value(...given) { seen.push(name); return own.value.apply(this, given) } }
    Object.defineProperty(owner, name, { ...own, ...act })
    return () => Object.defineProperty(owner, name, own)
  }
  const back = [spyOn(Document.prototype, 'cookie'), spyOn(window, 'fetch'), spyOn(JSON, 'stringify'), spyOn(Storage.prototype, 'getItem'), spyOn(Storage.prototype, 'setItem'), spyOn(Date.prototype, 'toLocaleDateString'), spyOn(window, 'innerHeight'), spyOn(Element.prototype, 'scrollHeight'), spyOn(Document.prototype, 'querySelector')]
  history.pushState({}, '', '/next')
  for (const each of back) each()
  return seen
})()`

/** What the page has asked the collector for after the tag: the event that counts, the bundles; and whether before the tag's own task was over. */
const collected = `performance.getEntriesByType('resource').map(({ name, startTime }) => [/\\/(e|banner|vitals)\\b[^/]*$/.exec(name)?.[1], startTime < ranAt]).filter(([name]) => name)`

export const quiet: Row[] = [
  {
    name: 'the core’s own task counts; the files of the question and the timings are asked for in later ones',
    source: 'embed F10',
    site: { pages: anywhere, attributes: 'onload="window.ranAt = performance.now()"' },
    act: async ({ open, visitor, sees }) => {
      await open()
      await visitor.inSight('Accept')
      await sees('/')
      const files = await eventually('all have come', async () => {
        const all = await visitor.look<[string, boolean][]>(collected)
        return ['banner', 'vitals'].every((bundle) => all.some(([name]) => name === bundle)) ? all : undefined
      })
      expect(files.filter(([, isEarly]) => isEarly)).toEqual([['e', true]])
    },
  },
  {
    name: 'a page with the tag comes to rest, asked and answered',
    source: 'embed F13',
    site: { pages: anywhere },
    act: rests(false),
    firefox: true,
  },
  {
    name: 'and where its events are refused',
    source: 'embed F13',
    site: { pages: anywhere },
    before: `Object.defineProperty(navigator, 'webdriver', { get: () => true, configurable: true })`,
    act: rests(true),
  },
  {
    name: 'before a yes no language, no zone and no layout is looked at; after it the layout four times a second at most',
    source: 'embed F10',
    firefox: true,
    site: { pages: anywhere },
    before: watched,
    act: async ({ open, visitor, sees }) => {
      await open()
      const [x, y] = await visitor.inSight('Accept')
      await sees('/')
      const before = await visitor.look<{ intl: number; layout: number }>(`(looked.intl = looked.layout = 0, looked.at = [], ${moved})`)
      expect(before).toMatchObject({ intl: 0, layout: 0 })
      await visitor.look(`void document.querySelector('footfall-consent').shadowRoot.elementFromPoint(${x}, ${y}).click()`)
      await sees('/', 'accept /')
      const after = await visitor.look<{ intl: number; layout: number; at: number[] }>(`(looked.layout = 0, looked.at = [], ${moved})`)
      expect(after.intl).toBeGreaterThan(0)
      expect(after.layout).toBeGreaterThan(0)
      // Three numbers are read at each look: where it is, how much is seen of it, how high it is.
      for (const times of Object.values(Object.groupBy(after.at, String))) expect(times!.length).toBeLessThanOrEqual(5 * 3)
    },
  },
  ...[undefined, `Object.defineProperty(window, 'navigation', { value: undefined, configurable: true })`].map(
    (before): Row => ({
      name: `inside the page’s own pushState nothing is done but a note${before ? ', without the Navigation API' : ''}`,
      source: 'embed F10',
      site: { pages: anywhere },
      ...(before && { before }),
      act: async ({ open, visitor, sees }) => {
        await open()
        await visitor.answer('Accept')
        await sees('/', 'accept /')
        expect(await visitor.look(inside)).toEqual([])
        await sees('/', 'accept /', '/next')
      },
      firefox: true,
    }),
  ),
]
