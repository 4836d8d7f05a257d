/** A core that is older than its bundles, and one that is newer, in a real browser (test/snippet/yesterday.test.ts says more of it). */
import { expect, it } from 'vitest'
import { builtFiles } from '../kit/build.ts'
import { expectUnharmed, tagWorld } from '../kit/tag-world.ts'
import { yesterdaysFiles } from '../kit/tag-yesterday.ts'
import { eventually } from '../kit/temporary.ts'

const { serve, newcomer } = tagWorld()

const mixed = (core: ReadonlyMap<string, string>, bundles: ReadonlyMap<string, string>) =>
  new Map([...bundles, ...['core.js', 'opted.js'].map((file) => [file, core.get(file)!] as const)])

/** What one person sends who accepts, reads, goes on, withdraws and leaves: without what differs each time, in an order of its own. */
async function sentWith(files: ReadonlyMap<string, string>): Promise<string[]> {
  const server = await serve({ files })
  const person = await newcomer()
  await person.open(`${server.url}/one?utm_source=letter`)
  await person.press('Accept', 'accept')
  await person.follow('text=two')
  await person.move(`history.pushState(null, '', '/three')`)
  await person.choices()
  await person.press('Reject', 'consent')
  await person.open(`${server.url}/one`)
  await person.leave()
  const sent = () => server.taken.map(({ event }) => event)
  await eventually('the first page has said how it was used', () => sent().some(({ type, path }) => type === 'leave' && path === '/one'))
  expectUnharmed(person)
  expect(server.refused).toEqual([])
  // The other timings, and whether a page that was left at once had been looked at, depend on what the machine does meanwhile.
  const steady = sent().filter(
    ({ type, metric, path }) => (type !== 'vitals' || metric === 'ttfb') && (type !== 'leave' || path === '/one'),
  )
  const varies = { value: 0, before: 0, seconds: 0 }
  return steady.map((event) => JSON.stringify({ ...event, ...varies })).sort()
}

it('old core with new bundles, and new core with old bundles, send what the tag of today sends', async () => {
  const today = await builtFiles('snippet')
  const yesterday = yesterdaysFiles()
  const now = await sentWith(today)
  const typesOf = (sent: string[]) => new Set(sent.map((text) => JSON.parse(text)).map(({ type, action }) => action ?? type))
  expect(typesOf(now)).toEqual(new Set(['view', 'shown', 'accepted', 'accept', 'leave', 'vitals', 'withdrawn']))
  expect(await sentWith(mixed(yesterday, today))).toEqual(now)
  expect(await sentWith(mixed(today, yesterday))).toEqual(now)
})
