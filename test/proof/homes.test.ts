/** Kills and faults at random moments in the homes whose store is elsewhere: real processes, real workerd. EVENTS, HAPPENINGS and SEED set its size. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, localTime } from '../../contract/day.ts'
import { ensureBuilt } from '../kit/build.ts'
import type { Fault } from '../kit/clickhouse-front.ts'
import { askerOf, commandOf, type Home, openHome, send } from '../kit/homes.ts'
import { compare, type Outcomes, ownPath } from '../kit/outcomes.ts'
import { randomOf } from '../kit/random.ts'
import { eventually } from '../kit/temporary.ts'

const site = 'example.org'
const events = Number(process.env.EVENTS ?? 3_000)
const happenings = Number(process.env.HAPPENINGS ?? 24)
const seed = Number(process.env.SEED ?? Date.now() % 100_000)

/**
 * `kill` ends every process of the collector at once: at the edge an alarm that was at work is run again by the platform as the object comes
 * back out of its storage. `away` ends the store for a while; the rest are an insert's (test/kit/clickhouse-front.ts).
 */
const kinds = ['kill', 'kill', 'away', 'dropBefore', 'dropAfter', 'lateAnswer', 'lateStart', 'unavailable'] as const
type Kind = 'kill' | 'away' | Fault

describe.each(['Node, a ClickHouse server', 'the edge'] as const)(
  `%s, ${events} events, ${happenings} happenings (SEED=${seed})`,
  (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'footfall-proof-'))
    let home: Home
    beforeAll(async () => {
      await ensureBuilt()
      home = await openHome(name, { folder, settings: { FOOTFALL_SITES: site } })
    }, 180_000)
    afterAll(async () => {
      await home?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    it('counts each event that was answered 202 once, and nothing else', { timeout: 1_800_000 }, async () => {
      const happened = new Map<Kind, number>()
      const outcomes = await live(home, happened)
      await eventually('all is stored', async () => (await commandOf(home, { command: 'audit' }).catch(() => null))?.code === 0, 300_000)
      const verdict = compare(outcomes, await counted(home))
      const said = [...happened].map(([kind, count]) => `${kind} ${count}`).join(', ')
      process.stdout.write(
        `${name}: ${verdict.acknowledged} answered 202, ${verdict.unknown} cut off, ${verdict.refused} refused; ${said}\n`,
      )
      expect(verdict).toMatchObject({ lost: [], doubled: [], uninvited: [] })
      expect(verdict.acknowledged).toBeGreaterThan(events / 2)
      expect([...happened.values()].reduce((sum, count) => sum + count, 0)).toBe(happenings)
    })
  },
)

/** Eight senders send all events, while at random counts of them something happens. */
async function live(home: Home, happened: Map<Kind, number>): Promise<Outcomes> {
  const random = randomOf(seed)
  const moments = Array.from({ length: happenings }, () => Math.floor(random() * events * 0.95)).sort((one, other) => one - other)
  const outcomes: Outcomes = new Map()
  // Nobody sends while it starts: what is under way as it is killed is cut off.
  let up: Promise<void> = Promise.resolve()
  /** Until so many were sent the store is away; null: it is there. */
  let awayUntil: number | null = null
  const restore = async (): Promise<void> => {
    if (awayUntil !== null) await home.store?.start()
    awayUntil = null
  }
  const happen = async (kind: Kind): Promise<void> => {
    happened.set(kind, (happened.get(kind) ?? 0) + 1)
    // A start waits until all is well, and who is away has no insert that could fail.
    await restore()
    if (kind === 'kill') {
      await home.kill()
      await home.start()
    } else if (kind === 'away') {
      await home.store?.kill()
      awayUntil = outcomes.size + 100
    } else await home.store?.fault(kind)
  }
  const due = (): void => {
    if (awayUntil !== null && outcomes.size >= awayUntil) up = up.then(restore)
    while (moments.length > 0 && outcomes.size >= (moments[0] as number)) {
      moments.shift()
      const kind = kinds[Math.floor(random() * kinds.length)] as Kind
      up = up.then(() => happen(kind))
    }
  }
  let sent = 0
  const sender = async (): Promise<void> => {
    while (sent < events) {
      await up
      const path = ownPath(sent++)
      outcomes.set(path, await outcomeOf(home, path))
      due()
    }
  }
  await Promise.all(Array.from({ length: 8 }, sender))
  await up
  await restore()
  return outcomes
}

async function outcomeOf(home: Home, path: string) {
  const event = { v: 1, site, host: site, type: 'view', consent: true, path }
  try {
    return (await send(home, event)).status === 202 ? 'acknowledged' : 'refused'
  } catch {
    return 'unknown'
  }
}

async function counted(home: Home): Promise<Map<string, number>> {
  const { day } = localTime('UTC', Date.now())
  const ask = await askerOf(home, [site])
  const question = { site, from: addDays(day, -1), to: day, measures: ['views'], by: ['path'], limit: 10_000 }
  const { rows } = (await ask(question)) as { rows: { path: string | null; views: number }[] }
  return new Map(rows.flatMap(({ path, views }) => (path === null ? [] : [[path, views] as const])))
}
