/** Nothing is answered before it is on the disk: a kill cannot tell a synced file from one that is not, a power cut does. */
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openSqlite } from '../../../collector/node/data/sqlite.ts'
import { openFileSpool } from '../../../collector/node/spool/file-spool.ts'
import { numbered } from '../../kit/numbered.ts'
import { temporaryFolder } from '../../kit/temporary.ts'

/** Holds up every sync of the kind until it is let go; how many there were. */
async function held(kind: 'datasync' | 'sync') {
  const file = await open(join(temporaryFolder(), 'any'), 'w')
  const every = Object.getPrototypeOf(file) as FileHandle
  await file.close()
  const gate = Promise.withResolvers<void>()
  const real = every[kind]
  const spy = vi.spyOn(every, kind).mockImplementation(async function (this: FileHandle) {
    await gate.promise
    await real.call(this)
  })
  onTestFinished(() => spy.mockRestore())
  return { spy, letGo: gate.resolve }
}

it.each(['datasync', 'sync'] as const)('an append waits for the %s of its segment and of the folder that names it', async (kind) => {
  const spool = await openFileSpool({ folder: join(temporaryFolder(), 'spool'), onClosed: () => {}, milliseconds: 60_000 })
  onTestFinished(() => spool.close())
  const { spy, letGo } = await held(kind)
  let answered = false
  const appended = spool.append([numbered(1)]).then(() => {
    answered = true
  })
  await vi.waitUntil(() => spy.mock.calls.length > 0)
  for (let turns = 0; turns < 20; turns++) await turn()
  expect(answered).toBe(false)
  letGo()
  await appended
})

it('each transaction of the ledger is synced before it is over', () => {
  const sqlite = openSqlite(join(temporaryFolder(), 'ledger.sqlite'))
  onTestFinished(() => sqlite.close())
  expect(sqlite.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
  // 2 is FULL: NORMAL leaves a committed transaction to the next checkpoint.
  expect(sqlite.all('PRAGMA synchronous')).toEqual([{ synchronous: 2 }])
  expect(sqlite.all('PRAGMA secure_delete')).toEqual([{ secure_delete: 1 }])
})
