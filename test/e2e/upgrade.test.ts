/** A data folder outlives its program: an earlier one's is counted to the last number, a later one's is left alone (docs/architecture.md). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCredentials } from '../../collector/accounts/credentials.ts'
import { hashOf } from '../../collector/accounts/secret.ts'
import { takeFolder } from '../../collector/node/data/folder.ts'
import { openSettings } from '../../collector/node/data/settings.ts'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import { answering, openPipeline, type Pipeline } from '../../collector/node/pipeline.ts'
import type { Store } from '../../collector/ports.ts'
import { createSites } from '../../collector/sites/sites.ts'
import { earlierFixture, earlierFolder, filesIn } from '../kit/data-folder.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { command, refusedStart } from '../kit/footfall.ts'

const store = engineStoreOfFile()

/** What lies behind intake, without what else a start would do to the folder: nothing is folded. */
async function pipelineOf(data: string): Promise<Pipeline> {
  const folder = await takeFolder(data, async () => false)
  onTestFinished(folder.release)
  const pipeline = await openPipeline({ folder, clickhouseUrl: null, clickhouseEngine: 'plain', clock: { now: Date.now }, log: () => {} })
  onTestFinished(pipeline.close)
  return pipeline
}

const later = ['"week","","recency"', '"month","","recency"', '"networks",""']
const isOfLaterGrain = (cell: string) => later.some((place) => cell.includes(place))

describe('the folder of an earlier program', () => {
  it('with batches and a segment that wait, is counted to the last number', { timeout: 60_000 }, async () => {
    const data = earlierFolder()
    const pipeline = await pipelineOf(data)
    expect(await pipeline.audit()).toMatchObject({ ok: true })
    const text = gunzipSync(readFileSync(join(earlierFixture, 'cells.jsonl.gz'))).toString()
    const [names = '', ...expected] = text.trimEnd().split('\n')
    expect(expected).toHaveLength(4_656)
    const cells = (await cellsIn(pipeline.store, JSON.parse(names))).sort()
    expect(cells.filter((cell) => !isOfLaterGrain(cell))).toEqual(expected.sort())
    // The segment that waited was counted by this program, which also keeps the visitors of weeks and months, and of which days it is known what came out of several networks.
    for (const place of later) expect(cells.some((cell) => cell.includes(place))).toBe(true)

    const settings = await openSettings(join(data, 'settings.sqlite'))
    onTestFinished(settings.close)
    const sites = await createSites(settings)
    expect(sites.all().map(({ domain }) => domain)).toEqual(['demo.localhost', 'example.org', 'page.example', 'riverton.example'])
  })

  it('lets in whoever had a read key or a session, also where its upgrade was cut off at any step', async () => {
    const [key, session] = ['a'.repeat(64), 'b'.repeat(64)]
    const steps = ['ALTER TABLE read_key ADD COLUMN label TEXT', 'ALTER TABLE read_key ADD COLUMN ends INTEGER']
    for (const done of [0, 1, 2]) {
      const path = join(earlierFolder(), 'settings.sqlite')
      const file = openSqlite(path)
      file.run('INSERT INTO read_key (hash, sites, created) VALUES (?, ?, 0)', await hashOf(key), '["example.org"]')
      file.run('INSERT INTO session (hash, expires) VALUES (?, ?)', await hashOf(session), Date.UTC(2036, 0))
      for (const step of steps.slice(0, done)) file.run(step)
      file.close()
      const settings = await openSettings(path)
      const credentials = createCredentials({ settings, clock: { now: () => Date.UTC(2035, 11, 24) } })
      expect([await credentials.sitesOfKey(key), await credentials.hasSession(session)]).toEqual([['example.org'], true])
      expect(await credentials.keys()).toEqual([{ id: expect.any(String), label: null, sites: ['example.org'], made: 0, ends: null }])
      expect([(await credentials.sessions()).length, await credentials.hasBeenUsed()]).toEqual([1, true])
      settings.close()
    }
  })

  it('has the tables of one that is made now', { timeout: 60_000 }, async () => {
    const earlier = await pipelineOf(earlierFolder())
    await answering(earlier.store)
    expect(await tablesIn(earlier.store)).toEqual(await tablesIn(store()))
  })
})

describe('the folder of a later program', () => {
  it.each([
    ['settings', 'settings.sqlite', 'The settings in the data folder were'],
    ['ledger', 'spool/ledger.sqlite', 'What waits in the data folder was'],
  ])('is refused by its %s, and not changed', async (_, file, what) => {
    const data = earlierFolder()
    const sqlite = openSqlite(join(data, file))
    sqlite.run('CREATE TABLE IF NOT EXISTS version (number INTEGER PRIMARY KEY)')
    sqlite.run('INSERT INTO version (number) VALUES (999)')
    sqlite.close()
    const before = filesIn(data)
    const line = `${what} written by a newer Footfall. Start that one, or name another folder with FOOTFALL_DATA.\n`
    const env = { FOOTFALL_DATA: data, FOOTFALL_SITES: 'example.org' }
    expect(await refusedStart(env)).toEqual({ code: 1, output: line })
    expect(await command(env, 'site', 'list')).toEqual({ code: 1, out: '', error: line })
    expect(filesIn(data)).toEqual(before)
  })
})

/** What counts something, a JSON array a cell: the seven columns of its key, and the sums of the others. */
async function cellsIn(from: Store, columns: readonly string[]): Promise<string[]> {
  const [keys, counts] = [columns.slice(0, 7), columns.slice(7)]
  const sums = counts.map((name) => `sum(cells.\`${name}\`) AS sum_${name}`)
  const rows = await from.select<Record<string, string | number>>(
    `SELECT ${keys.join(', ')}, ${sums.join(', ')} FROM cells GROUP BY ${keys.join(', ')}`,
  )
  return rows
    .filter((row) => counts.some((name) => row[`sum_${name}`] !== 0))
    .map((row) => JSON.stringify([...keys.map((name) => row[name]), ...counts.map((name) => row[`sum_${name}`])]))
}

/** Their statements and columns, without the ids that each database gives. */
async function tablesIn(from: Store): Promise<unknown> {
  const tables = await from.select<{ statement: string }>(
    `SELECT create_table_query AS statement FROM system.tables WHERE database = 'footfall' ORDER BY name`,
  )
  const columns = await from.select(
    `SELECT table, name, type, position, default_expression, is_in_sorting_key FROM system.columns WHERE database = 'footfall' ORDER BY table, position`,
  )
  return { tables: tables.map(({ statement }) => statement.replace(/ UUID '[^']*'/, '')), columns }
}
