/** One asker cannot stop the others: whoever holds a read key asks as much as it can and goes away, while events come in. */
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sampleDomain } from '../../collector/sample/site.ts'
import { bounds } from '../../contract/bounds.ts'
import { addDays } from '../../contract/day.ts'
import { viewEvent } from '../kit/events.ts'
import { command, type Footfall, signIn } from '../kit/footfall.ts'
import { processesBelow } from '../kit/processes.ts'
import { randomOf } from '../kit/random.ts'
import { envOf, filled, own, started } from '../kit/sample.ts'
import { memoryOf, processorOf } from '../kit/taken.ts'
import { eventually } from '../kit/temporary.ts'

const today = new Date().toISOString().slice(0, 10)
const measures = ['views', 'visits', 'visitors', 'newVisitors', 'entries', 'exits', 'seconds', 'coverage']
const year = { site: sampleDomain, from: addDays(today, -394), to: addDays(today, 1), measures, interval: 'day', limit: 10_000 }
const dimensions = ['path', 'source', 'referrer', 'entry', 'exit', 'browser', 'system', 'country', 'language', 'campaign']
/** Twenty questions of a year that have nothing in common. */
const different = dimensions.flatMap((by) => [
  { ...year, by: [by] },
  { ...year, by: [by], interval: 'week' },
])
const same = Array.from({ length: 20 }, () => ({ ...year, by: ['path'] }))

/** After the last asker has left nothing runs for it after so long: in that time the processes take less than half a core. */
const endedMilliseconds = 5_000
const restMilliseconds = 4_000

/** Posts an event ten times a second until it is stopped; the longest that an answer took, and how many were taken. */
function trickle({ url }: Footfall) {
  const random = randomOf(1)
  const outcomes: Promise<{ milliseconds: number; status: number }>[] = []
  const post = async () => {
    const began = performance.now()
    const status = await fetch(`${url}/e`, {
      method: 'POST',
      headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' },
      body: JSON.stringify(viewEvent(random, own)),
    }).then(
      (answer) => answer.status,
      () => 0,
    )
    return { milliseconds: performance.now() - began, status }
  }
  const timer = setInterval(() => void outcomes.push(post()), 100)
  return async () => {
    clearInterval(timer)
    const all = await Promise.all(outcomes)
    return {
      sent: all.length,
      taken: all.filter(({ status }) => status === 202).length,
      slowest: Math.max(...all.map(({ milliseconds }) => milliseconds)),
    }
  }
}

it('while forty bodies of twenty year-long questions are sent and abandoned, events are taken, memory is bounded, and nothing runs on for nobody', {
  timeout: 400_000,
}, async () => {
  const env = envOf(process.env.SIZE ?? '395 750')
  const footfall = await started(env)
  await filled(footfall, await signIn(footfall))
  // Folding a year that was just written takes the engine a while, and is nobody's question.
  await eventually('its days are folded', () => footfall.output().includes('footfall: folded '), 300_000)
  const { out: key } = await command(env, 'key', 'create', '--site', sampleDomain)
  const pid = footfall.child.pid as number
  const [engine = 0] = processesBelow(pid)
  const most = { collector: 0, engine: 0 }
  const looking = setInterval(() => {
    most.collector = Math.max(most.collector, memoryOf(pid))
    most.engine = Math.max(most.engine, memoryOf(engine))
  }, 500)
  const statuses = new Map<number, number>()
  const ask = async (questions: object[], signal?: AbortSignal) => {
    const headers = { authorization: `Bearer ${key.trim()}` }
    const answer = await fetch(`${footfall.url}/api/query`, { method: 'POST', headers, body: JSON.stringify(questions), signal })
    const text = await answer.text()
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    return { status: answer.status, text }
  }
  const stop = trickle(footfall)
  for (const questions of [same, different]) {
    const leaving = AbortSignal.timeout(20_000)
    await Promise.all(Array.from({ length: 40 }, () => ask(questions, leaving).catch(() => null)))
    // Whoever comes then has the place of those who left.
    expect((await ask([{ ...year, by: [], interval: 'month' }])).status).toBe(200)
    await delay(endedMilliseconds)
    const before = processorOf(pid) + processorOf(engine)
    await delay(restMilliseconds)
    expect(processorOf(pid) + processorOf(engine) - before).toBeLessThan(restMilliseconds / 1_000 / 2)
  }
  const { sent, taken, slowest } = await stop()
  clearInterval(looking)
  process.stdout.write(`${JSON.stringify({ sent, taken, slowest, most, statuses: [...statuses] })}\n`)
  expect(taken).toBe(sent)
  expect(slowest).toBeLessThan(1_000)
  expect(most.collector).toBeLessThan(1e9)
  expect(most.engine).toBeLessThan(bounds.engineMemoryBytes.max + 4e8)
})
