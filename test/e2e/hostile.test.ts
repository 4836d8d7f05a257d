/** A thousand hostile requests and a hundred slow senders against the real collector: each is refused, memory stays bounded, good events flow. */
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { engineSocket, engineStore } from '../../collector/node/engine/supervisor.ts'
import { bounds } from '../../contract/bounds.ts'
import { reasonNames } from '../../contract/reasons.ts'
import { viewEvent } from '../kit/events.ts'
import { command, startFootfall } from '../kit/footfall.ts'
import { heldBytes, measured } from '../kit/held.ts'
import { firefox } from '../kit/ingest.ts'
import { type Outcome, run } from '../kit/load.ts'
import { randomOf } from '../kit/random.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const site = 'example.org'
const plain = { v: 1, site, host: site, type: 'view', consent: true, path: '/' }

/** Bodies that must not count, each another way. */
function hostile(next: () => number): string {
  const kinds = [
    () => 'x'.repeat(bounds.bodyBytes.max + 1),
    () => `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    () => `{"v":1,"v":1,${JSON.stringify(plain).slice(1)}`,
    () => JSON.stringify({ ...plain, path: { deep: { deeper: [1, 2, 3] } } }),
    () => JSON.stringify({ ...plain, consent: 'yes' }),
    () => JSON.stringify({ ...plain, host: `h${Math.floor(next() * 1e6)}.evil.net` }),
    () => JSON.stringify({ ...plain, site: `s${Math.floor(next() * 1e6)}.net` }),
    () => JSON.stringify({ ...plain, [`k${Math.floor(next() * 1e6)}`]: 'x'.repeat(30_000) }),
    () => JSON.stringify(Array.from({ length: 5_000 }, () => 1)),
    () => JSON.stringify({ ...plain, day: '1999-01-01' }),
    () => JSON.stringify(plain).slice(0, Math.floor(next() * 40)),
    () => Array.from({ length: 200 }, () => String.fromCharCode(1 + Math.floor(next() * 126))).join(''),
  ]
  return (kinds[Math.floor(next() * kinds.length)] as () => string)()
}

/** Opens a request that never ends. */
function slowSender(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.write('POST /e HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\n{"v"')
      resolve(socket)
    })
    socket.on('error', () => {})
  })
}

it('refuses each with a reason of the closed list, and loses no good event', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder()
  const env = { FOOTFALL_DATA: folder, FOOTFALL_SITES: site }
  const footfall = await startFootfall({ env: { ...env, ...measured } })
  const port = Number(new URL(footfall.url).port)
  const next = randomOf(21)
  const good = new Set<string>()
  const outcomes: { body: string; outcome: Outcome }[] = []
  const slow = await Promise.all(Array.from({ length: 100 }, () => slowSender(port)))
  const held = () => heldBytes(footfall)
  try {
    const attack = async (count: number) => {
      let sent = 0
      await run({
        port,
        connections: 32,
        next: () => {
          if (sent++ >= count) return null
          const body = sent % 5 === 0 ? JSON.stringify(viewEvent(next, site)) : hostile(next)
          if (sent % 5 === 0) good.add(body)
          return { body, headers: { 'user-agent': firefox } }
        },
        done: ({ body }, outcome) => outcomes.push({ body, outcome }),
      })
    }
    // Once it is warm, what the program holds must not grow with what it refuses: 3 MB in an attack are 1.2 KB a request.
    await attack(1_250)
    let before = await held()
    for (const _ of ['once', 'twice']) {
      await attack(2_500)
      const after = await held()
      expect(after - before).toBeLessThan(3_000_000)
      before = after
    }

    const bad = outcomes.filter(({ body }) => !good.has(body))
    expect(bad.length).toBe(5_000)
    for (const { body, outcome } of bad) {
      if (outcome === 'unknown') expect(body.length).toBeGreaterThan(bounds.bodyBytes.max)
      else {
        expect(outcome.status, body.slice(0, 80)).toBeGreaterThanOrEqual(400)
        for (const reason of (outcome.refused ?? '').split(', ')) expect(reasonNames, body.slice(0, 80)).toContain(reason)
      }
    }
    const taken = outcomes.filter(({ body }) => good.has(body))
    expect(taken.every(({ outcome }) => outcome !== 'unknown' && outcome.status === 202)).toBe(true)
    expect(await command(env, 'audit')).toMatchObject({ code: 0 })
    const store = engineStore(engineSocket(join(folder, 'engine')))
    const rows = await store.select<{ views: number }>(
      `SELECT sum(views) AS views FROM cells WHERE grain = 'day' AND dimensionB = '' AND site != ''`,
    )
    await store.close()
    expect(rows[0]?.views).toBe(taken.length)
  } finally {
    for (const socket of slow) socket.destroy()
    await footfall.stop()
  }
})
