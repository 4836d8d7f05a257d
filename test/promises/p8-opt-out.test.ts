/** P8: opting out is possible at any time, as easy as opting in, and takes effect at once. */
import { expect, it } from 'vitest'
import { accepted, home, minutes, newcomer } from '../kit/simulated/site.ts'
import type { Tab } from '../kit/simulated/tab.ts'
import { expectUnharmed, settled, tagWorld } from '../kit/tag-world.ts'
import { eventually } from '../kit/temporary.ts'

const { serve, newcomer: realNewcomer } = tagWorld()
const page = `${home}parks`

/** Presses of a person until the answer is kept, from a page on which nothing is open or asked by itself. */
async function pressesUntil(tab: Tab, answer: 'Accept' | 'Reject'): Promise<number> {
  if (await tab.press(answer)) return 1
  await tab.ask()
  return (await tab.press(answer)) ? 2 : Number.NaN
}

it('P8: withdrawing takes as many presses as giving', async () => {
  const browser = await newcomer()
  const tab = browser.tab()
  await tab.load(home)
  expect(await pressesUntil(tab, 'Reject')).toBe(1)
  const giving = await pressesUntil(tab, 'Accept')
  expect(browser.jar.cookies().ff_consent).toMatch(/:s$/)
  const withdrawing = await pressesUntil(tab, 'Reject')
  expect(browser.jar.cookies().ff_consent).toMatch(/:$/)
  expect([giving, withdrawing]).toEqual([2, 2])
})

it('P8: the cookies are gone at once, and later views are without consent', async () => {
  const browser = await accepted()
  const tab = browser.tabs[0]!
  await tab.follow('/parks')
  expect(Object.keys(browser.jar.cookies()).sort()).toEqual(['ff_consent', 'ff_seen', 'ff_since', 'ff_visit'])
  await tab.ask()
  await tab.press('Reject')
  expect(Object.keys(browser.jar.cookies())).toEqual(['ff_consent'])
  const before = browser.sent.length
  await tab.read(40)
  await tab.follow('/permits')
  await tab.move('/fees')
  await tab.close()
  const after = browser.sent.slice(before)
  expect(after.filter(({ type }) => type === 'view')).toHaveLength(2)
  expect(after.filter(({ consent }) => consent)).toEqual([])
  expect(Object.keys(browser.jar.cookies())).toEqual(['ff_consent'])
})

it('P8: it holds in every other tab, though nothing was pressed there', async () => {
  const browser = await accepted()
  const other = browser.tab()
  await other.load(page)
  await browser.tabs[0]!.ask()
  await browser.tabs[0]!.press('Reject')
  const before = browser.sent.length
  await other.read(20)
  await other.move('/permits')
  expect(Object.keys(other.kept())).toEqual([])
  await other.close()
  expect(browser.sent.slice(before).filter(({ consent }) => consent)).toEqual([])
  expect(Object.keys(browser.jar.cookies())).toEqual(['ff_consent'])
})

it('P8: what waits to be sent again is dropped where it needed consent, and only there', async () => {
  let isAway = true
  const browser = await newcomer({ answer: () => (isAway ? 503 : 202) })
  const tab = browser.tab()
  await tab.load(home)
  await tab.press('Accept')
  await tab.follow('/parks')
  await tab.ask()
  await tab.press('Reject')
  const before = browser.sent.length
  isAway = false
  await browser.clock.advance(minutes(60))
  const after = browser.sent.slice(before)
  expect(after.filter(({ consent }) => consent)).toEqual([])
  expect(after.map(({ action }) => action)).toContain('withdrawn')
})

it('P8: in a real browser nothing that needed consent arrives after a withdrawal', async () => {
  let isAway = true
  const server = await serve({ answer: () => (isAway ? 503 : 202) })
  const person = await realNewcomer()
  await person.page.clock.install()
  await person.page.goto(`${server.url}/one`)
  await person.press('Accept')
  await eventually('the yes was put off', () => server.refused.some(({ event }) => event.type === 'accept'))
  await person.choices()
  await person.press('Reject')
  await eventually('the withdrawal was put off', () => server.refused.some(({ event }) => event.action === 'withdrawn'))
  expect(Object.keys(await person.jar())).toEqual(['ff_consent'])
  isAway = false
  await eventually('it is taken', async () => {
    await person.page.clock.runFor(4_000)
    return server.taken.some(({ event }) => event.action === 'withdrawn')
  })
  await person.page.clock.runFor(3_600_000)
  await settled(person.page)
  expect(server.taken.filter(({ event }) => event.consent)).toEqual([])
  expectUnharmed(person)
})
