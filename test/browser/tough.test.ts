/** The tag where a browser or a page makes it hard: the page is unharmed, and nothing is counted wrongly. */
import { describe, expect, it } from 'vitest'
import { counted, countedOf, expectUnharmed, settled, tagWorld } from '../kit/tag-world.ts'

const { serve, newcomer } = tagWorld()
const view = { type: 'view', consent: false }
const inside = { ...view, referrer: '127.0.0.1' }
const throwing = (name: string) =>
  `Object.defineProperty(window, '${name}', { get() { throw new DOMException('denied', 'SecurityError') } })`
const ownCookie = (get: string, set: string) =>
  `Object.defineProperty(document, 'cookie', { configurable: true, get() { ${get} }, set(text) { ${set} } })`

describe('where no cookie is kept, nothing is asked and nothing is told that needs consent:', () => {
  it.each([
    ['the browser says that cookies are off', `Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false })`],
    [
      'the browser says so and keeps none',
      `Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false }); ${ownCookie("return ''", '')}`,
    ],
  ])('%s', async (_what, script) => {
    const server = await serve()
    const person = await newcomer()
    await person.context.addInitScript(script)
    await person.page.goto(`${server.url}/one`)
    await counted(server, 1)
    await person.page.click('text=two')
    await counted(server, 2)
    await settled(person.page)
    expect(countedOf(server)).toEqual([view, inside])
    expect(await person.page.locator('footfall-consent').count()).toBe(0)
    expect(await person.context.cookies()).toEqual([])
    expectUnharmed(person)
  })

  it('the browser is set to', async () => {
    const server = await serve()
    const person = await newcomer()
    const session = await person.context.newCDPSession(person.page)
    await session.send('Emulation.setDocumentCookieDisabled', { disabled: true })
    await person.page.goto(`${server.url}/one`)
    await counted(server, 1)
    await settled(person.page)
    expect(await person.page.evaluate('navigator.cookieEnabled')).toBe(false)
    expect(countedOf(server)).toEqual([view])
    expect(await person.page.locator('footfall-consent').count()).toBe(0)
    expectUnharmed(person)
  })

  it('the page swallows what is written, and a yes counts as none', async () => {
    const server = await serve()
    const person = await newcomer()
    await person.context.addInitScript(ownCookie("return ''", ''))
    await person.page.goto(`${server.url}/one`)
    await person.press('Accept')
    await person.page.click('text=two')
    await counted(server, 2)
    await settled(person.page)
    expect(countedOf(server)).toEqual([view, inside])
    expect(server.taken.filter(({ event }) => event.consent)).toEqual([])
    expectUnharmed(person)
  })

  it('the page swallows it from the moment of the yes on', async () => {
    const server = await serve()
    const person = await newcomer()
    await person.page.goto(`${server.url}/one`)
    await person.press('Accept', 'accept')
    // What was kept is still read, and nothing new is kept.
    const kept = await person.page.evaluate(() => document.cookie)
    await person.page.evaluate(ownCookie(`return ${JSON.stringify(kept)}`, ''))
    await person.page.evaluate(`history.pushState(null, '', '/two')`)
    await counted(server, 3)
    await settled(person.page)
    expect(countedOf(server).slice(2)).toEqual([inside])
    expectUnharmed(person)
  })

  it('reading throws: nothing is counted at all', async () => {
    const server = await serve()
    const person = await newcomer()
    await person.context.addInitScript(ownCookie(`throw new Error('no')`, `throw new Error('no')`))
    await person.page.goto(`${server.url}/one`)
    await settled(person.page)
    expect(server.taken).toEqual([])
    expectUnharmed(person)
  })
})

it.each(['sessionStorage', 'localStorage', 'indexedDB'])(
  'where %s throws, visits are counted and no page is a first sight twice',
  async (name) => {
    const server = await serve()
    const person = await newcomer()
    await person.context.addInitScript(throwing(name))
    await person.page.goto(`${server.url}/one`)
    // A tab's storage that is refused may mean that cookies are: it is not asked there, but can be answered.
    if (name === 'sessionStorage') {
      await counted(server, 1)
      await settled(person.page)
      expect(await person.page.locator('footfall-consent').count()).toBe(0)
      await person.choices()
    }
    await person.press('Accept', 'accept')
    await person.page.click('text=two')
    await counted(server, 3)
    await person.choices()
    await person.press('Reject', 'consent')
    expect(Object.keys(await person.jar())).toEqual(['ff_consent'])
    expect(countedOf(server).map(({ type, visit }) => [type, visit])).toEqual([
      ['view', undefined],
      ['accept', 1],
      ['view', 2],
    ])
    if (name === 'sessionStorage') expect(countedOf(server).filter((event) => 'first' in event)).toEqual([])
    expectUnharmed(person)
  },
)

it('in a sandboxed frame, which has no host, nothing is counted and nothing breaks', async () => {
  const server = await serve()
  const person = await newcomer()
  await person.page.goto(`${server.url}/one`)
  await counted(server, 1)
  await person.page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.src = '/framed'
    document.body.append(frame)
    return new Promise((resolve) => frame.addEventListener('load', resolve))
  })
  await settled(person.page)
  expect(countedOf(server)).toEqual([view])
  expectUnharmed(person)
})

it('a page that is left at once counts once, or not at all, and the next one counts', async () => {
  const server = await serve({ head: `<script>if (location.pathname === '/one') location.replace('/two')</script>` })
  const person = await newcomer()
  await person.page.goto(`${server.url}/one`, { waitUntil: 'commit' })
  await person.page.waitForURL('**/two')
  await settled(person.page)
  const events = countedOf(server)
  expect(events.length).toBeGreaterThanOrEqual(1)
  expect(events.length).toBeLessThanOrEqual(2)
  // The tag came over the network on the second page alone, or on the first too.
  expect(events.at(-1)).toEqual(events.length === 1 ? { ...view, referrer: null } : inside)
  expectUnharmed(person)
})

describe('where a browser says no by itself, all that a yes had let be kept goes, nothing else is written, and nothing is asked:', () => {
  it.each([
    ['globalPrivacyControl', 'true'],
    ['doNotTrack', `'1'`],
  ])('%s', async (name, value) => {
    const server = await serve()
    const person = await newcomer()
    // Somebody who had said yes, and came before with all that a yes lets be kept.
    const past = {
      ff_consent: `2026-11-23:1:s`,
      ff_visit: '[1,"2026-11-24","new","","","","/"]',
      ff_seen: '2026-11-24',
      ff_since: '2026-11-23',
    }
    const kept = Object.entries(past).map(([name, value]) => ({ name, value: encodeURIComponent(value), url: server.url }))
    await person.context.addCookies(kept)
    await person.context.addInitScript(`
      Object.defineProperty(Navigator.prototype, '${name}', { get: () => ${value} })
      window.touched = []
      const real = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
      Object.defineProperty(document, 'cookie', { get() { touched.push('read'); return real.get.call(document) }, set(text) { touched.push(text); real.set.call(document, text) } })
      for (const name of ['getItem', 'setItem', 'removeItem']) Storage.prototype[name] = () => touched.push(name)`)
    await person.page.goto(`${server.url}/one`)
    await counted(server, 1)
    await person.page.click('text=two')
    await counted(server, 2)
    await settled(person.page)
    expect(countedOf(server)).toEqual([view, inside])
    // On the first page what was kept went; on this one nothing is touched but by the look for an answer.
    expect(await person.page.evaluate('touched.filter((each) => each !== "read")')).toEqual([])
    expect(await person.page.locator('footfall-consent').count()).toBe(0)
    expect(await person.jar()).toEqual({})
    expect(server.taken.filter(({ event }) => event.consent || event.type === 'consent')).toEqual([])
    expectUnharmed(person)
  })
})
