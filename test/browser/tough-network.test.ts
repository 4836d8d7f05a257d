/** The tag where its collector, its bundles or the page's policy fail it: the page is unharmed, and every view counts once or not at all. */
import { describe, expect, it } from 'vitest'
import type { Person } from '../kit/person.ts'
import { counted, countedOf, expectUnharmed, settled, tagWorld } from '../kit/tag-world.ts'
import { eventually } from '../kit/temporary.ts'

const { serve, newcomer } = tagWorld()
const view = { type: 'view', consent: false }
const inside = { ...view, referrer: '127.0.0.1' }

it('a collector that is blocked is asked once for each event, and the visitor’s answer is kept all the same', async () => {
  const server = await serve()
  const person = await newcomer()
  await person.context.route('**/e', (route) => route.abort('blockedbyclient'))
  await person.page.goto(`${server.url}/one`)
  await person.press('Accept')
  await eventually('the answer is kept', async () => (await person.jar()).ff_consent)
  await person.page.click('text=two')
  await settled(person.page)
  expect(await person.page.title()).toBe('/two')
  expect(person.sent.filter(({ type }) => type === 'view')).toHaveLength(2)
  expect(countedOf(server)).toEqual([])
  expectUnharmed(person)
})

describe.each(['banner-test.js', 'vitals-test.js'])('without %s', (bundle) => {
  it.each(['aborted', 'not found', 'broken'])('%s, views are counted', async (how) => {
    const server = await serve()
    const person = await newcomer()
    await person.context.route(`**/${bundle}`, (route) => {
      if (how === 'aborted') return route.abort('blockedbyclient')
      if (how === 'not found') return route.fulfill({ status: 404, contentType: 'text/plain', body: 'no' })
      return route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("broken")' })
    })
    await person.page.goto(`${server.url}/one`)
    await counted(server, 1)
    await person.page.evaluate(`history.pushState(null, '', '/two')`)
    await counted(server, 2)
    await person.choices()
    await settled(person.page)
    expect(countedOf(server)).toEqual([view, inside])
    expectUnharmed(person)
  })
})

it('a minute of 503 is outlasted, and the view counts once', async () => {
  let isAway = true
  const server = await serve({ answer: () => (isAway ? 503 : 202) })
  const person = await newcomer()
  await person.page.clock.install()
  await person.page.goto(`${server.url}/one`)
  const views = () => server.refused.filter(({ event }) => event.type === 'view').map(({ text }) => text)
  let passed = 0
  const goOn = async () => {
    passed += 4_000
    await person.page.clock.runFor(4_000)
  }
  await eventually('a minute has passed', async () => {
    await goOn()
    return passed > 60_000
  })
  isAway = false
  await eventually('the view is taken', async () => {
    await goOn()
    return countedOf(server).length > 0
  })
  await person.page.clock.runFor(3_600_000)
  await settled(person.page)
  expect(countedOf(server)).toEqual([view])
  expect(views().length).toBeGreaterThan(2)
  expect(new Set(views())).toEqual(new Set(server.taken.filter(({ event }) => event.type === 'view').map(({ text }) => text)))
  expectUnharmed(person)
})

it('two tags of one site are one view, one question and one visit', async () => {
  const server = await serve({ tags: 2 })
  const person = await newcomer()
  await person.page.goto(`${server.url}/one`)
  await person.press('Accept', 'accept')
  await person.page.click('text=two')
  await counted(server, 3)
  await settled(person.page)
  expect(countedOf(server).map(({ type, visit }) => [type, visit])).toEqual([
    ['view', undefined],
    ['accept', 1],
    ['view', 2],
  ])
  expectUnharmed(person)
})

it('tags of two sites on one page count each for itself, and a yes to one is none to the other', async () => {
  const server = await serve({ sites: { 'other.test': { suffix: '_3f' } } })
  const person = await newcomer()
  await person.page.goto(`${server.url}/one`)
  const buttons = person.page.getByRole('button', { name: 'Accept' })
  await eventually('both ask', async () => (await buttons.count()) === 2)
  const texts = await person.page.getByRole('region').allTextContents()
  const isFirst = texts[0]!.includes('site.test')
  await buttons.nth(isFirst ? 0 : 1).press('Enter')
  await counted(server, 3)
  await person.page.evaluate(`history.pushState(null, '', '/two')`)
  await counted(server, 5)
  await settled(person.page)
  const bySite = (site: string) =>
    server.taken.map(({ event }) => event).filter((event) => event.site === site && /view|accept/.test(`${event.type}`))
  expect(bySite('site.test').map(({ type, visit }) => [type, visit])).toEqual([
    ['view', undefined],
    ['accept', 1],
    ['view', 2],
  ])
  expect(bySite('other.test').map(({ type, consent }) => [type, consent])).toEqual([
    ['view', false],
    ['view', false],
  ])
  expect(Object.keys(await person.jar()).sort()).toEqual(['ff_consent', 'ff_seen', 'ff_since', 'ff_visit'])
  expectUnharmed(person)
})

it('an old tag whose events are refused for their version does not come back with them', async () => {
  const server = await serve({ answer: (_, event) => (event.v === 1 ? 202 : 400) })
  const person = await newcomer()
  await person.page.clock.install()
  await person.context.route('**/footfall.js*', async (route) => {
    const body = await (await route.fetch()).text()
    await route.fulfill({ contentType: 'text/javascript', body: body.replace(/\bv:1,/, 'v:0,') })
  })
  await person.page.goto(`${server.url}/one`)
  await eventually('it was refused', () => server.refused.some(({ event }) => event.type === 'view'))
  await person.page.clock.runFor(3_600_000)
  await settled(person.page)
  expect(server.refused.filter(({ event }) => event.type === 'view').map(({ event }) => event.v)).toEqual([0])
  expect(server.taken).toEqual([])
  expectUnharmed(person)
})

describe('under a strict policy the banner asks, answers and is opened again without a violation:', () => {
  const rest = "connect-src 'self'; img-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
  it.each([
    ['a nonce and strict-dynamic', "'nonce-r4nd0m' 'strict-dynamic'", 'r4nd0m'],
    ['the tag’s own host', "'self'", ''],
  ])('%s', async (_what, sources, nonce) => {
    const policy = `default-src 'none'; base-uri 'none'; script-src ${sources}; ${rest}`
    const server = await serve({ nonce, pageHeaders: { 'content-security-policy': policy } })
    const person = await newcomer()
    const violations = await violationsOf(person)
    await person.page.goto(`${server.url}/one`)
    await person.press('Accept', 'accept')
    await person.page.click('text=two')
    await counted(server, 3)
    await person.choices()
    expect(await person.page.getByRole('region').evaluate((region) => getComputedStyle(region).position)).toBe('fixed')
    await person.press('Reject', 'consent')
    await settled(person.page)
    expect(await violations()).toEqual([])
    expect(person.errors).toEqual([])
    expect(countedOf(server).map(({ type, visit }) => [type, visit])).toEqual([
      ['view', undefined],
      ['accept', 1],
      ['view', 2],
    ])
  })
})

/** What each page's policy was told to have been broken, as the browser reports it. */
async function violationsOf({ context }: Person): Promise<() => Promise<string[]>> {
  const all: string[] = []
  await context.exposeFunction('violated', (text: string) => all.push(text))
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      (globalThis as unknown as { violated(text: string): void }).violated(`${effectiveDirective} ${blockedURI}`),
    ),
  )
  return async () => all
}
