/**
 * A data folder that a later program has written is run over by this one where all that is new in it is additive, and refused in one line where something
 * is not (docs/operate.md, Going back). The later program is this one with a step more in each list: a column more in every table.
 */
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { columns, splitNames } from '../../collector/cells/cell.ts'
import type { MigrationStep } from '../../collector/migrate.ts'
import { openSqlite, type SqliteFile } from '../../collector/node/data/sqlite.ts'
import { engineClient } from '../../collector/node/engine/client.ts'
import { openEngine } from '../../collector/node/engine/supervisor.ts'
import { migrateSettings, settingsSteps } from '../../collector/sites/schema.ts'
import { openLedger } from '../../collector/spool/ledger/ledger.ts'
import { ledgerSteps } from '../../collector/spool/ledger/schema.ts'
import { pack, unpack } from '../../collector/spool/pack.ts'
import { rowsOf } from '../../collector/store/client.ts'
import { migrate } from '../../collector/store/migrate.ts'
import { migrations } from '../../collector/store/migrations/index.ts'
import { earlierFolder, filesIn } from '../kit/data-folder.ts'
import { command, refusedStart, startFootfall } from '../kit/footfall.ts'

const site = 'example.org'
const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

/** A column more in each of these tables; begun again it would fail, since the columns are there. */
const more = (steps: readonly MigrationStep[], tables: readonly string[]): MigrationStep[] => [
  ...steps,
  {
    version: steps.length + 1,
    name: 'later',
    additive: true,
    statements: () => tables.map((table) => `ALTER TABLE ${table} ADD COLUMN later TEXT`),
  },
]

const tablesIn = (file: SqliteFile) =>
  file.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => name)

/** Opens a file of the folder for as long as `work` takes. */
async function withFile<Result>(path: string, work: (file: SqliteFile) => Result | Promise<Result>): Promise<Result> {
  const file = openSqlite(path)
  try {
    return await work(file)
  } finally {
    file.close()
  }
}

const settingsOf = (file: SqliteFile) => ({
  run: async (statement: string, ...values: (string | number | null)[]) => file.run(statement, ...values),
  all: async <Row>(statement: string, ...values: (string | number | null)[]) => file.all<Row>(statement, ...values),
})

const keptOf = (file: SqliteFile) =>
  JSON.parse(file.all<{ settings: string }>('SELECT settings FROM site WHERE domain = ?', site)[0]!.settings) as Record<string, unknown>

/** The engine's database with a counter more; what it holds of that counter. */
async function laterStore(data: string, statements: readonly string[] = []): Promise<number> {
  const engine = await openEngine({ folder: join(data, 'engine'), log: () => {} })
  const client = engineClient(engine.socketPath)
  const later = {
    version: migrations.length + 1,
    name: 'later',
    additive: true as const,
    statements: () => ['ALTER TABLE footfall.cells ADD COLUMN clicks Int64'],
  }
  expect(await migrate(client, { steps: [...migrations, later] })).toBe(later.version)
  for (const query of statements) await client.command({ query })
  const [row] = await rowsOf<{ clicks: string }>(
    await client.query({ query: 'SELECT sum(clicks) AS clicks FROM footfall.cells', format: 'JSON' }),
  )
  await client.close()
  await engine.close()
  return Number(row?.clicks)
}

/** Each row of a batch with the later counter: 1 in every row that has a site. */
async function withClicks(rows: Uint8Array): Promise<{ rows: Uint8Array; clicks: number }> {
  const { names, rows: lines } = splitNames(await unpack(rows))
  let clicks = 0
  const counted = new TextDecoder()
    .decode(lines)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row = JSON.parse(line) as unknown[]
      clicks += row[0] === '' ? 0 : 1
      return JSON.stringify([...row, row[0] === '' ? 0 : 1])
    })
  return { rows: await pack(new TextEncoder().encode(`${[JSON.stringify([...names, 'clicks']), ...counted].join('\n')}\n`)), clicks }
}

/** Has the later program write the folder; resolves to what its counter has counted, stored or not. */
async function laterProgram(data: string): Promise<number> {
  await withFile(join(data, 'settings.sqlite'), async (file) => {
    await migrateSettings(settingsOf(file))
    await migrateSettings(settingsOf(file), more(settingsSteps, tablesIn(file)))
    const kept = { ...keptOf(file), goals: [{ name: 'signed up', path: '/thanks' }] }
    file.run('UPDATE site SET settings = ? WHERE domain = ?', JSON.stringify(kept), site)
  })
  const waiting = await withFile(join(data, 'spool/ledger.sqlite'), async (file) => {
    openLedger(file)
    const ledger = openLedger(file, { steps: more(ledgerSteps, tablesIn(file)) })
    let clicks = 0
    for (const { number } of ledger.unsettled()) {
      const counted = await withClicks(ledger.batch(number)!.rows)
      ledger.rewrite(number, counted.rows)
      clicks += counted.clicks
    }
    return clicks
  })
  expect(waiting).toBeGreaterThan(100)
  const key = columns.slice(0, 7).join(', ')
  const stored = `INSERT INTO footfall.cells (${key}, clicks) SELECT ${key}, 3 FROM footfall.cells WHERE site = '${site}'`
  return waiting + (await laterStore(data, [stored]))
}

describe('a folder that a later program has written', () => {
  let data = ''
  let env: Record<string, string> = {}
  beforeEach(() => {
    data = earlierFolder()
    env = { FOOTFALL_DATA: data, FOOTFALL_SITES: site }
  })

  it('is run over where all that is new is additive, and loses nothing', { timeout: 180_000 }, async () => {
    const clicks = await laterProgram(data)
    const footfall = await startFootfall({ env })
    try {
      const event = { v: 1, site, host: site, type: 'view', consent: false }
      const sent = await fetch(`${footfall.url}/e`, { method: 'POST', headers: { 'user-agent': agent }, body: JSON.stringify(event) })
      expect(sent.status).toBe(202)
      expect(await command(env, 'audit')).toMatchObject({ code: 0, error: '' })
      // Of a day all is taken away, by each table of the ledger that has to do with it.
      const forgot = await command(env, 'site', 'forget', site, '--day', '2026-11-30', '--value', 'path=/', '--yes')
      expect(forgot).toMatchObject({ code: 0, error: '' })
      for (const words of [['key', 'create', '--site', site, '--label', 'report'], ['link'], ['site', 'add', site, '--campaign', 'spring']])
        expect(await command(env, ...words)).toMatchObject({ code: 0, error: '' })
      expect(await command(env, 'audit')).toMatchObject({ code: 0, error: '' })
    } finally {
      expect(await footfall.stop()).toBe(0)
    }
    expect(footfall.output()).not.toContain('refused')
    // The later program goes on where it was: no step of its own is run again, and its counter and setting are there.
    expect(await laterStore(data)).toBe(clicks)
    await withFile(join(data, 'settings.sqlite'), async (file) => {
      await migrateSettings(settingsOf(file), more(settingsSteps, tablesIn(file)))
      expect(keptOf(file)).toMatchObject({ goals: [{ name: 'signed up', path: '/thanks' }], campaigns: ['spring'] })
    })
    await withFile(join(data, 'spool/ledger.sqlite'), (file) => {
      const ledger = openLedger(file, { steps: more(ledgerSteps, tablesIn(file)) })
      expect([ledger.unsettled(), ledger.disposalsOf(site).length]).toEqual([[], 1])
    })
  })

  it('is refused in one line where a setting has a value that this one does not know, and not changed', async () => {
    await withFile(join(data, 'settings.sqlite'), async (file) => {
      await migrateSettings(settingsOf(file))
      file.run('UPDATE site SET settings = ? WHERE domain = ?', JSON.stringify({ ...keptOf(file), baseline: 'country' }), site)
    })
    const before = filesIn(data)
    const line = `The settings of ${site} (baseline) in the data folder were written by a newer Footfall. Start that one, or name another folder with FOOTFALL_DATA.\n`
    expect(await refusedStart(env)).toEqual({ code: 1, output: line })
    expect(await command(env, 'site', 'list')).toEqual({ code: 1, out: '', error: line })
    expect(filesIn(data)).toEqual(before)
  })

  it.each([
    ['settings', 'settings.sqlite', settingsSteps],
    ['ledger', 'spool/ledger.sqlite', ledgerSteps],
  ])('is refused where a step of its %s is not additive, also once additive ones came after it', async (_, path, steps) => {
    const later = more([...steps, { version: steps.length + 1, name: 'other', statements: () => [] }], [])
    await withFile(join(data, path), async (file) => {
      if (path === 'settings.sqlite') await migrateSettings(settingsOf(file), later)
      else openLedger(file, { steps: later })
    })
    const before = filesIn(data)
    const { code, output } = await refusedStart(env)
    expect([code, output.split('\n').length]).toEqual([1, 2])
    expect(output).toContain('written by a newer Footfall')
    expect(filesIn(data)).toEqual(before)
  })
})
