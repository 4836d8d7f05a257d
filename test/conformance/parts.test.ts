/** What was stored at different moments does not lie apart for long, and what it is merged to is synced (docs/attack.md, finding 5). */
import { expect, it, onTestFinished } from 'vitest'
import { engineClient, engineDatabase } from '../../collector/node/engine/client.ts'
import { openEngine } from '../../collector/node/engine/supervisor.ts'
import type { Store } from '../../collector/ports.ts'
import { engineKinds, schemaOf } from '../../collector/store/engine-kind.ts'
import { firstStatements, migrate } from '../../collector/store/migrate.ts'
import { cells } from '../../collector/store/migrations/001-cells.ts'
import { migrations } from '../../collector/store/migrations/index.ts'
import { batchOf, cell } from '../kit/batches.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

async function opened(folder = temporaryFolder()) {
  const engine = await openEngine({ folder, log: () => {} })
  const store = engine.store()
  const client = engineClient(engine.socketPath)
  const close = async () => {
    await Promise.all([store.close(), client.close()])
    await engine.close()
  }
  onTestFinished(close)
  return { store, client, close }
}

const month = '2026-11-01'
/** A batch of so many cells: parts of unlike sizes, which the engine leaves apart of its own accord where there are but two. */
const sized = (count: number) =>
  batchOf(
    month,
    Array.from({ length: count }, (_, index) => cell({ valueB: `/${count}/${index}` })),
  )

const partsOf = (store: Store) =>
  store.select<{ active: number; rows: number }>(
    `SELECT active, rows FROM system.parts WHERE database = currentDatabase() AND table = 'cells'`,
  )

/** The settings that the table was given, as the engine keeps them. */
async function settingsOf(store: Store): Promise<Record<string, string>> {
  const sql = `SELECT create_table_query AS text FROM system.tables WHERE database = currentDatabase() AND name = 'cells'`
  const [row] = await store.select<{ text: string }>(sql)
  return Object.fromEntries([...row!.text.split(' SETTINGS ')[1]!.matchAll(/(\w+) = (\w+)/g)].map(([, name, value]) => [name, value]))
}

const merging = {
  merge_selector_base: '2',
  min_age_to_force_merge_seconds: '60',
  min_age_to_force_merge_on_partition_only: '1',
  min_rows_to_fsync_after_merge: '1',
  old_parts_lifetime: '0',
  cleanup_delay_period: '10',
  max_cleanup_delay_period: '10',
  cleanup_delay_period_random_add: '0',
}

it('merges what a month took to one part once it has taken nothing for a while', async () => {
  const { store, client } = await opened()
  await store.select('SELECT 1')
  // A second instead of a minute; all else as the migrations made it.
  await client.command({ query: `ALTER TABLE ${engineDatabase}.cells MODIFY SETTING min_age_to_force_merge_seconds = 1` })
  await store.insert(sized(300), 1)
  await store.insert(sized(3), 1)
  await eventually('one part', async () => (await partsOf(store)).filter(({ active }) => active).length === 1)
  expect((await partsOf(store)).filter(({ active }) => active)).toEqual([{ active: 1, rows: 300 + 3 + 2 }])
})

it('merges three small parts before the minute is over, and removes the parts that they were', async () => {
  const folder = temporaryFolder()
  // The engine takes up how often it removes parts when it opens the table.
  await (await opened(folder)).close()
  const { store } = await opened(folder)
  for (const count of [300, 3, 2]) await store.insert(sized(count), 1)
  const parts = await eventually(
    'nothing else',
    async () => {
      const parts = await partsOf(store)
      return parts.length === 1 && parts
    },
    45_000,
  )
  expect(parts).toEqual([{ active: 1, rows: 300 + 3 + 2 + 3 }])
}, 90_000)

it('syncs what it merges', async () => {
  const { store } = await opened()
  const synced = async () =>
    (await store.select<{ value: number }>(`SELECT sum(value) AS value FROM system.events WHERE event = 'FileSync'`))[0]!.value
  await store.insert(sized(300), 1)
  await store.insert(sized(3), 1)
  const before = await synced()
  await store.merge(month)
  expect(await synced()).toBeGreaterThan(before)
})

it('sets this on a table that was made before, and again on one that has it', async () => {
  const { store, client } = await opened()
  const database = engineDatabase
  const changed = async () => Object.keys(await settingsOf(store)).filter((name) => name in merging)
  // A store migrates before its first question, and then no more.
  await store.select('SELECT 1')
  await client.command({ query: `DROP DATABASE ${database}` })
  expect(await migrate(client, { database, steps: [cells] })).toBe(1)
  expect(await changed()).toEqual([])
  await store.insert(sized(3), 1)
  expect(await migrate(client, { database })).toBe(migrations.length)
  const given = await settingsOf(store)
  expect(given).toMatchObject({ ...merging, fsync_after_insert: '1', fsync_part_directory: '1' })
  for (const query of migrations.flatMap((step) => step.statements({ database, ...schemaOf('plain') }))) await client.command({ query })
  expect(await settingsOf(store)).toEqual(given)
  expect(await store.select('SELECT count() AS rows FROM cells')).toEqual([{ rows: 4 }])
})

it.each(engineKinds)('every step reads as SQL where the tables are %s', async (kind) => {
  const { store } = await opened()
  const schema = { database: 'footfall', ...schemaOf(kind) }
  const statements = [...firstStatements(schema), ...migrations.flatMap((step) => step.statements(schema))]
  const read: string[] = []
  for (const sql of statements) {
    const [row] = await store.select<{ text: string }>('SELECT formatQuerySingleLine({sql:String}) AS text', { sql })
    read.push(row!.text)
  }
  const tables = read.filter((text) => text.startsWith('CREATE TABLE'))
  const isReplicated = kind === 'replicated'
  for (const text of read) expect(/ON CLUSTER `?\{cluster\}`?/.test(text), text).toBe(isReplicated)
  for (const text of tables) expect(/ENGINE = Replicated(Summing)?MergeTree\('\/clickhouse/.test(text), text).toBe(isReplicated)
  for (const text of tables) expect(text.includes('fsync_after_insert = 1'), text).toBe(kind !== 'cloud')
  expect(read.some((text) => text.includes('MODIFY SETTING'))).toBe(kind !== 'cloud')
})
