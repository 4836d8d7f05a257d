/** The disk of the data folder is full, again and again, under load. TIMES: how often the engine is killed meanwhile. */
import { execFileSync, spawnSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { command, footfallOfTest } from '../kit/footfall.ts'
import { compare, countedPaths, type Stream, sites, streamOf } from '../kit/outcomes.ts'
import { processesBelow } from '../kit/processes.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'
import { freePort } from '../kit/web-servers.ts'

const times = Number(process.env.TIMES ?? 4)
const megabytes = 96
const fullMilliseconds = 10_000

/** A disk of its own for the test, so small that it is soon full; null where this machine lets nobody mount one. */
function smallDisk(): string | null {
  const folder = temporaryFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]).status !== 0) return null
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return folder
}

/** Takes all that is left of it; what gives it back. */
function fill(disk: string): () => void {
  const ballast = join(disk, `ballast ${Math.random()}`)
  const take = (bytes: number) => {
    try {
      writeFileSync(ballast, Buffer.alloc(bytes), { flag: 'a' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  take(megabytes * 2 ** 20)
  // What was freed while it was being filled.
  while (statfsSync(disk).bavail > 0) take(2 ** 16)
  return () => rmSync(ballast)
}

/** Waits until so many more were answered by this status. */
async function answered({ statuses }: Stream, status: number, count: number): Promise<void> {
  const until = (statuses.get(status) ?? 0) + count
  await eventually(`${count} more are answered ${status}`, () => (statuses.get(status) ?? 0) >= until, 60_000)
}

it('each 202 is counted once, nothing else is, and all others are told 503', { timeout: 600_000 }, async ({ task, skip }) => {
  const disk = smallDisk()
  if (disk === null) {
    const notRun = { what: 'a disk that is full', why: 'a small disk cannot be mounted here' }
    Object.assign(task.meta, { notRun })
    return skip(notRun.why)
  }
  const env = { FOOTFALL_DATA: join(disk, 'data'), FOOTFALL_SITES: sites.join(','), PORT: String(await freePort()) }
  const start = async () => {
    const footfall = await footfallOfTest({ env, healthy: false })
    return footfall
  }
  let footfall = await start()
  const { url } = footfall
  const stream = streamOf(url, { senders: 8, restMilliseconds: 5 })
  const whileFull = async (act: () => Promise<unknown>) => {
    await answered(stream, 202, 500)
    const free = fill(disk)
    await answered(stream, 503, 20)
    await act()
    free()
  }

  await whileFull(() => delay(fullMilliseconds))
  for (let time = 0; time < times; time++)
    await whileFull(async () => {
      for (const engine of processesBelow(footfall.child.pid!)) process.kill(engine, 'SIGKILL')
      await answered(stream, 503, 200)
    })
  let refused = ''
  await whileFull(async () => {
    expect(await footfall.stop('SIGTERM')).toBe(0)
    const free = fill(disk)
    // Where not even what a start has to write finds room, it says so and ends.
    const started = await start().catch(({ message }: Error) => message)
    if (typeof started === 'string') refused = started
    else footfall = started
    free()
  })
  expect(refused).toMatch(/^(the collector ended: [^\n]*(no space left|disk is full)[^\n]*\n)?$/)
  if (refused) footfall = await start()
  await whileFull(() => footfall.stop('SIGKILL'))
  footfall = await start()
  await answered(stream, 202, 500)
  await stream.stop()

  await eventually('all is stored', async () => (await command(env, 'audit')).code === 0, 120_000)
  const compared = compare(stream.outcomes, await countedPaths(env, url))
  process.stdout.write(`${compared.acknowledged} answered 202, ${compared.refused} refused, ${compared.unknown} cut off; ${refused}\n`)
  expect(compared).toMatchObject({ lost: [], doubled: [], uninvited: [] })
  expect([...stream.statuses.keys()].sort((one, other) => one - other)).toEqual([0, 202, 503])
})
