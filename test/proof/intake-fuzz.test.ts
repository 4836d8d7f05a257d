/** Real events, mutated: each body is answered 202 or 400, what is counted is what was taken, and memory stays. REQUESTS: how many events; SEED. */
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { engineSocket, engineStore } from '../../collector/node/engine/supervisor.ts'
import { bounds } from '../../contract/bounds.ts'
import { userAgents } from '../kit/events.ts'
import { command, footfallOfTest } from '../kit/footfall.ts'
import { heldBytes, measured } from '../kit/held.ts'
import { controlTexts, markupTexts, prototypeNames, sqlTexts } from '../kit/hostile-values.ts'
import { processesBelow } from '../kit/processes.ts'
import { randomOf } from '../kit/random.ts'
import { memoryOf } from '../kit/taken.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const wanted = Number(process.env.REQUESTS ?? 20_000)
const seed = Number(process.env.SEED ?? Date.now() % 100_000)
const random = randomOf(seed)
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
const chance = (share: number) => random() < share

const site = 'example.org'
const day = new Date().toISOString().slice(0, 10)
const base = { v: 1, site, host: site, consent: true, day }
const told = {
  path: '/parks',
  source: 'news.org',
  medium: 'email',
  campaign: 'spring',
  zone: 'America/Chicago',
  lang: 'en-US',
  screen: 1_280,
}
/** One of each kind, with every field that it may have. */
const events: readonly Record<string, unknown>[] = [
  { ...base, type: 'view', ...told, referrer: 'www.news.org', visit: 1, first: 'new', recency: 'new', since: 0 },
  { ...base, type: 'view', ...told, referrer: site, from: '/', visit: 2, first: true },
  { ...base, type: 'view', consent: false, referrer: 'blog.example' },
  { ...base, type: 'accept', ...told, referrer: 'www.news.org', visit: 1, first: 'day', recency: 3 },
  {
    ...base,
    type: 'leave',
    path: '/parks',
    source: 'news.org',
    zone: 'Europe/Paris',
    lang: 'fr',
    screen: 400,
    seconds: 30,
    scroll: 7,
    had: 3,
  },
  { ...base, type: 'vitals', consent: false, metric: 'lcp', value: 1_900, before: 2_400 },
  { ...base, type: 'consent', policy: '1', action: 'accepted', layer: 1, method: 'banner', lang: 'en' },
  { ...base, type: 'stray', host: 'look-alike.example' },
]
const fields = [...new Set(events.flatMap(Object.keys))]
const otherNames = [...prototypeNames, '', 'V', 'id']
const odd: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    -1,
    0.5,
    1e300,
    2 ** 53,
    31,
    32,
    [],
    {},
    [[]],
    ['/'],
    { path: '/' },
    '',
    ' ',
    '/',
    '//',
    '/?#',
    '*',
    '/**',
    '.',
    '..',
  ],
  ...[
    '1',
    'true',
    '2026-02-30',
    '9999-12-31',
    '0000-00-00',
    'example.org.',
    'EXAMPLE.ORG',
    '[::1]',
    'xn--',
    'é.example',
    '127.0.0.1',
    '(direct)',
  ],
  ...['\ud800', '\udfff/', '\u202e', '/%', '/%zz', '/%c3%28', `/${'a'.repeat(199)}`, `/${'é'.repeat(500)}`, 'x'.repeat(3_000)],
  ...[...sqlTexts, ...controlTexts, ...prototypeNames, ...markupTexts].flatMap((text) => [text, `/${text}`]),
]

/** An event as it is, or with some of its fields changed. */
function mutated(): Record<string, unknown> {
  const event = { ...pick(events) }
  if (chance(0.3)) return event
  for (let change = 0; change < 1 + Math.floor(random() * 3); change++) {
    const field = pick(chance(0.95) ? Object.keys(event) : fields)
    if (chance(0.15)) delete event[field]
    else if (chance(0.05))
      Object.defineProperty(event, pick(otherNames), { value: pick(odd), enumerable: true, writable: true, configurable: true })
    else event[field] = chance(0.2) ? pick(events)[field] : pick(odd)
  }
  return event
}

/** A body's text; now and then one in which a character is changed, left out or doubled, or a field stands twice. */
function bodyOf(count: number): string {
  const all = Array.from({ length: count }, mutated)
  const text = JSON.stringify(count === 1 && chance(0.5) ? all[0] : all)
  if (chance(0.85)) return text
  const at = Math.floor(random() * text.length)
  return pick([
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + pick(['"', '\\', '{', '}', ',', '\0', '\u2028', '1', text.slice(at, at + 40)]) + text.slice(at),
    () => text.replace('"type"', '"v":1,"type"'),
  ])()
}

it(`${wanted} mutated events (SEED=${seed})`, { timeout: 1_800_000 }, async () => {
  const env = { FOOTFALL_DATA: join(temporaryFolder(), 'data'), FOOTFALL_SITES: site }
  const footfall = await footfallOfTest({ env: { ...env, ...measured } })
  let [sent, taken] = [0, 0]
  const statuses = new Map<number, number>()
  const send = async (body: string) => {
    const answer = await fetch(`${footfall.url}/e`, { method: 'POST', headers: { 'user-agent': pick(userAgents) }, body })
    const text = await answer.text()
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    const refused = answer.headers.get('footfall-refused') ?? ''
    // `fault`: a mistake in the program.
    if ((answer.status !== 202 && answer.status !== 400) || refused.includes('fault'))
      throw new Error(`${answer.status} ${text.slice(0, 400)}`)
    if (answer.status === 202) taken += text === '' ? [JSON.parse(body)].flat().length : JSON.parse(text).taken
  }
  const sendUntil = async (most: number) => {
    const sender = async () => {
      while (sent < most) {
        const count = chance(0.3) ? 1 : 1 + Math.floor(random() * 60)
        sent += count
        const body = bodyOf(count)
        if (Buffer.byteLength(body) <= bounds.bodyBytes.max) await send(body)
      }
    }
    await Promise.all(Array.from({ length: 8 }, sender))
  }
  // Once it is warm, what it remembers of values is bounded.
  await sendUntil(wanted / 4)
  const before = await heldBytes(footfall)
  await sendUntil(wanted)
  const after = await heldBytes(footfall)
  const [engine = 0] = processesBelow(footfall.child.pid!)
  const memory = { held: after, grown: after - before, resident: memoryOf(footfall.child.pid!), engine: memoryOf(engine) }
  process.stdout.write(`${JSON.stringify({ sent, taken, statuses: [...statuses], memory })}\n`)

  expect(await command(env, 'audit')).toMatchObject({ code: 0 })
  const store = engineStore(engineSocket(join(env.FOOTFALL_DATA, 'engine')))
  onTestFinished(() => store.close())
  const counted = await store.select<{ value: string; events: number }>(
    `SELECT valueB AS value, sum(count) AS events FROM cells WHERE grain = 'day' AND dimensionA = '' AND dimensionB = 'event' GROUP BY value`,
  )
  process.stdout.write(`${JSON.stringify(counted)}\n`)
  expect(counted.reduce((sum, { events }) => sum + Number(events), 0)).toBe(taken)
  expect(taken).toBeGreaterThan(wanted / 10)
  expect(memory.grown).toBeLessThan(20e6)
  expect(memory.resident).toBeLessThan(400e6)
})
