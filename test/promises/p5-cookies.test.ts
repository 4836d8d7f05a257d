/** P5: every cookie is declared with its name, purpose and lifetime. What real runs leave behind is what docs/privacy.md says, no more. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { days, home, minutes, newcomer, start } from '../kit/simulated/site.ts'
import { counted, tagWorld } from '../kit/tag-world.ts'

const { serve, newcomer: realNewcomer } = tagWorld()

interface Declared {
  name: string
  keptAs: string
  purpose: string
  lifetime: string
}

const text = readFileSync(new URL('../../docs/privacy.md', import.meta.url), 'utf8')
const declared: Declared[] = [...(text.split('<!-- kept -->')[1] ?? '').matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, name, rest]) => {
  const [keptAs, , purpose, lifetime] = rest!.split(' | ')
  return { name: name!, keptAs: keptAs!, purpose: purpose!, lifetime: lifetime! }
})
const namesOf = (keptAs: string) => declared.filter((each) => each.keptAs === keptAs).map(({ name }) => name)

/** Days or minutes that are declared, in milliseconds. */
function lifetimeOf(name: string): number {
  const [count, unit] = declared.find((each) => each.name === name)?.lifetime.split(' ') ?? []
  return unit === 'days' ? days(Number(count)) : minutes(Number(count))
}

/** How much earlier it may end: a lifetime of days ends at a midnight, and that of the answer counts from its week's Monday. */
const coarseness: Record<string, number> = { ff_visit: 1_000, ff_consent: days(7) }

it('P5: each has a purpose and a lifetime', () => {
  expect(declared).toHaveLength(5)
  for (const { purpose, lifetime } of declared) {
    expect(purpose.length).toBeGreaterThan(20)
    expect(lifetime).toMatch(/^(\d+ (days|minutes)|until the tab is closed)$/)
  }
})

it('P5: a real browser that has said yes keeps what is declared, for as long as is declared, and nothing else', async () => {
  const server = await serve()
  const person = await realNewcomer()
  await person.page.goto(`${server.url}/one`)
  await person.press('Accept', 'accept')
  await person.page.click('text=two')
  await counted(server, 3)
  const cookies = await person.context.cookies()
  expect(cookies.map(({ name }) => name).sort()).toEqual(namesOf('cookie').sort())
  for (const { name, expires, sameSite } of cookies) {
    const left = expires * 1_000 - person.now
    expect(left, name).toBeLessThanOrEqual(lifetimeOf(name))
    expect(left, name).toBeGreaterThan(lifetimeOf(name) - (coarseness[name] ?? days(1)))
    expect(sameSite, name).toBe('Lax')
  }
  const other = await person.page.evaluate(async () => ({
    session: Object.keys(sessionStorage),
    local: Object.keys(localStorage),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
  }))
  expect(other).toEqual({ session: namesOf('sessionStorage'), local: [], databases: [], caches: [] })
})

it('P5: in a life of visits, answers and withdrawals no other name is ever kept', async () => {
  const seen = new Set<string>()
  const browser = await newcomer()
  const look = () => {
    for (const name of Object.keys(browser.jar.cookies())) seen.add(name)
  }
  for (let day = 0; day < 40; day++) {
    const tab = browser.tab()
    await tab.load(`${home}?utm_source=letter&utm_medium=mail&utm_campaign=spring`)
    await tab.press(day % 5 ? 'Accept' : 'Reject')
    look()
    await tab.follow('/parks')
    await tab.move('/permits')
    if (day % 7 === 3) {
      await tab.ask()
      await tab.press(day % 2 ? 'Reject' : 'Accept')
    }
    look()
    await tab.close()
    await browser.clock.advance(days(day % 3 ? 1 : 40))
  }
  expect(browser.clock.now).toBeGreaterThan(start + days(365))
  expect([...seen].sort()).toEqual(namesOf('cookie').sort())
})
