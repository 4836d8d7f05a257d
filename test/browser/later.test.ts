/** Coming back weeks later, and two browsers with different pasts that nobody could tell apart. */
import type { Cookie } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type Person, told } from '../kit/person.ts'
import type { TagServer } from '../kit/tag-server.ts'
import { counted, countedOf, expectUnharmed, tagWorld } from '../kit/tag-world.ts'

const { serve, newcomer } = tagWorld()
const minutes = (count: number) => count * 60_000
const days = (count: number) => count * 86_400_000
const dayText = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10)
// The next Monday at nine: a browser keeps no cookie whose end is past by its own clock.
const monday = (() => {
  const today = Math.floor(Date.now() / days(1))
  return days(today + 7 - ((today + 3) % 7)) + minutes(9 * 60)
})()

const past = (person: Person) => told(person, 'view').map(({ day, visit, recency, since, first }) => [day, visit, recency, since, first])

async function arrived(server: TagServer, at: number): Promise<Person> {
  const person = await newcomer(at)
  await person.page.goto(`${server.url}/one`)
  await person.press('Accept', 'accept')
  return person
}

describe('who comes back', () => {
  it('says for how many days they were away, and in a new week for how many weeks they have come', async () => {
    const server = await serve()
    const person = await arrived(server, monday)
    for (const later of [1, 1, 7, 31]) {
      await person.wait(days(later))
      await person.open(`${server.url}/one`)
    }
    expect(past(person).slice(1)).toEqual([
      [dayText(monday + days(1)), 1, 1, undefined, 'day'],
      [dayText(monday + days(2)), 1, 1, undefined, 'day'],
      [dayText(monday + days(9)), 1, 7, 1, 'day'],
      [dayText(monday + days(40)), 1, 31, 5, 'day'],
    ])
    expectUnharmed(person)
  })

  it('after half a year is asked again, and is new', async () => {
    const server = await serve()
    const person = await arrived(server, monday)
    await person.wait(days(183))
    expect(await person.jar()).toEqual({})
    await person.page.goto(`${server.url}/one`)
    await person.press('Accept', 'accept')
    expect(told(person, 'accept').map(({ recency, since, first }) => [recency, since, first])).toEqual([
      ['new', 0, 'new'],
      ['new', 0, 'new'],
    ])
  })
})

describe('two browsers with the same last day, the same weeks of first view and answer, and the same page', () => {
  /** What whoever holds the device, or the collector, could compare; the end of the visit in progress is told to the minute. */
  const visible = (cookie: Cookie) => [cookie.name, cookie.value, cookie.domain, cookie.path, Math.floor(cookie.expires / 60)]
  type Visible = { bodies: string[]; jar: ReturnType<typeof visible>[] }
  const bodies = (server: TagServer, since: number) =>
    server.taken.slice(since).flatMap(({ text, event }) => (event.type === 'vitals' ? [] : [text]))

  /** All begin and answer in one week and are last seen on one day; all else of their pasts differs. */
  const pasts: Record<string, (person: Person, server: TagServer) => Promise<void>> = {
    'came once on that day': async () => {},
    'came every day, in many visits, from elsewhere, by other pages': async (person, server) => {
      for (let day = 0; day < 3; day++) {
        await person.open(`${server.url}/two?utm_source=letter&utm_campaign=spring`)
        await person.move(`history.pushState(null, '', '/three')`)
        await person.wait(minutes(90))
        await person.open(`${server.url}/four`)
        await person.wait(days(1) - minutes(90))
      }
    },
    'took back and gave again': async (person, server) => {
      await person.open(`${server.url}/two`)
      await person.choices()
      await person.press('Reject', 'consent')
      await person.choices()
      // That page was counted already: a new yes moves nothing.
      await person.press('Accept', 'consent')
      await person.wait(minutes(45))
    },
  }

  it('send the same bytes and hold the same jar', async () => {
    const seen: Visible[] = []
    for (const [name, live] of Object.entries(pasts)) {
      const server = await serve()
      // Each accepts on Thursday, but the one who came every day: on Monday.
      const thursday = monday + days(3)
      const person = await arrived(server, name.startsWith('came every') ? monday : thursday)
      await live(person, server)
      await person.wait(thursday + minutes(5 * 60) - person.now)
      await person.open(`${server.url}/one`)
      await person.leave()
      await person.wait(days(5))
      const before = server.taken.length
      const countedBefore = countedOf(server).length
      await person.open(`${server.url}/one`)
      await person.wait(4_000)
      await person.move(`history.pushState(null, '', '/two')`)
      await counted(server, countedBefore + 2)
      const jar = await person.context.cookies()
      expectUnharmed(person)
      seen.push({ bodies: bodies(server, before), jar: jar.map(visible) })
    }
    const [once, everyDay, tookBack] = seen
    expect(tookBack).toEqual(once)
    expect(everyDay).toEqual(once)
    expect(once).toMatchObject({ bodies: { length: 3 }, jar: { length: 4 } })
    // Three lives in a row: a busy machine takes its time.
  }, 180_000)
})
