/** Steps are frozen: one that somebody may have run says the same for ever; and each list of them makes what the program of now reads and writes. */
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { columns } from '../../collector/cells/cell.ts'
import { periodsOf } from '../../collector/cells/folding-rules.ts'
import { type MigrationStep, statementsDue } from '../../collector/migrate.ts'
import { openSqlite, type SqliteFile } from '../../collector/node/data/sqlite.ts'
import { settingsSteps } from '../../collector/sites/schema.ts'
import { openLedger } from '../../collector/spool/ledger/ledger.ts'
import { ledgerSteps } from '../../collector/spool/ledger/schema.ts'
import { engineKinds, schemaOf } from '../../collector/store/engine-kind.ts'
import { columnAddedBy } from '../../collector/store/migrations/columns.ts'
import { migrations } from '../../collector/store/migrations/index.ts'
import { addDays } from '../../contract/day.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const inStore = ({ statements }: (typeof migrations)[number]) =>
  engineKinds.flatMap((kind) => statements({ ...schemaOf(kind), database: 'footfall' }))
const hashOf = (statements: readonly string[]) => createHash('sha256').update(statements.join('\n')).digest('hex').slice(0, 16)

it.each([
  ['store', migrations.map((step) => [step, inStore(step)] as const), ['1 cells c15b4583ce187e39', '2 merges 4e46c6625e56b799']],
  [
    'settings',
    settingsSteps.map((step) => [step, step.statements()] as const),
    ['1 tables ebd71af8b2a58bbd', '2 labels and ends of keys 65686e40ac0ca118'],
  ],
  [
    'ledger',
    ledgerSteps.map((step) => [step, step.statements()] as const),
    [
      '1 tables 8bf8f71a6ffc476f',
      '2 named columns e3b0c44298fc1c14',
      '3 sums of what was accepted 5edc7cddb367fb51',
      '4 groups and former names c5059cc1846dce41',
      '5 disposals additive a7cfc593a08cb55a',
    ],
  ],
])('each step of the %s is numbered, and its text is what it was when it was made', (_, steps, frozen) => {
  expect(steps.map(([{ version, name, additive }, texts]) => `${version} ${name} ${additive ? 'additive ' : ''}${hashOf(texts)}`)).toEqual(
    frozen,
  )
  expect(steps.map(([{ version }]) => version)).toEqual(steps.map((_, index) => index + 1))
  // A name becomes SQL, and finds the step.
  expect(steps.filter(([{ name }]) => !/^[a-z ]+$/.test(name))).toEqual([])
  expect(new Set(steps.map(([{ name }]) => name)).size).toBe(steps.length)
})

it('each counter has its column from the step that is named for it', () => {
  for (const [counter, step] of Object.entries(columnAddedBy))
    expect(inStore(migrations.find(({ name }) => name === step)!).join('\n'), counter).toContain(`\`${counter}\` Int64`)
})

it('the program names the columns that it writes, so that a later program may have added others', () => {
  const files = globSync('collector/**/*.ts', { cwd: root, exclude: ['**/node_modules/**'] })
  expect(files.length).toBeGreaterThan(100)
  const unnamed = files.filter((file) => /INTO \w+ (VALUES|SELECT)\b/.test(readFileSync(join(root, file), 'utf8')))
  expect(unnamed).toEqual([])
})

it('a batch names no column that no step makes', () => {
  const texts = migrations.flatMap(inStore).join('\n')
  expect(columns.filter((name) => !new RegExp(`\\b${name}\\b`).test(texts))).toEqual([])
})

describe('what is due', () => {
  const step = (version: number, additive?: true): MigrationStep => ({
    version,
    name: `s${version}`,
    additive,
    statements: () => [`run ${version}`],
  })
  const steps = [step(1), step(2), step(3, true), step(4, true), step(5), step(6, true)]
  const due = (version: number, names: string[] = [], known = steps) =>
    statementsDue(known, {
      recorded: { version, names },
      options: undefined,
      record: ({ name }, reader) => `record ${name} ${reader}`,
      tooNew: (found) => new Error(`too new: ${found}`),
    })

  it('is each step that is not through, in order, and recorded with the lowest program that can read it', () => {
    expect(due(0)).toEqual([
      ...['run 1', 'record s1 1', 'run 2', 'record s2 2', 'run 3', 'record s3 2'],
      ...['run 4', 'record s4 2', 'run 5', 'record s5 5', 'run 6', 'record s6 5'],
    ])
    expect(due(2, ['s3'])).toEqual(['run 4', 'record s4 2', 'run 5', 'record s5 5', 'run 6', 'record s6 5'])
    expect(due(5)).toEqual(['run 6', 'record s6 5'])
    expect(due(5, ['s6'])).toEqual([])
  })

  it('is nothing to a program that does not know additive steps, and one that does not know another step is refused', () => {
    expect(due(2, ['s3', 's4'], steps.slice(0, 2))).toEqual([])
    expect(due(2, ['s3', 's4'], steps.slice(0, 3))).toEqual([])
    expect(() => due(5, ['s6'], steps.slice(0, 4))).toThrow('too new: 5')
  })
})

describe('a ledger', () => {
  const schema = (sqlite: SqliteFile) =>
    sqlite.all(
      `SELECT t.name AS tableName, c.name, c.type, c."notnull", c.pk FROM sqlite_master t, pragma_table_info(t.name) c
        WHERE t.type = 'table' ORDER BY t.name, c.cid`,
    )
  const opened = () => openSqlite(`${temporaryFolder()}/ledger.sqlite`)

  it.each([
    ['no version', 1],
    ['version 2', 2],
    ['version 3', 3],
    ['version 4', 4],
  ])('of %s comes to the tables and the steps of one that is made now', (_, version) => {
    const [earlier, now] = [opened(), opened()]
    openLedger(earlier, { steps: ledgerSteps.slice(0, version) })
    if (version === 1) for (const table of ['version', 'addition']) earlier.run(`DROP TABLE ${table}`)
    openLedger(earlier)
    openLedger(now)
    expect(schema(earlier)).toEqual(schema(now))
    const steps = earlier.all('SELECT number AS step FROM version UNION ALL SELECT name FROM addition')
    expect(steps).toEqual([1, 2, 3, 4, 'disposals'].map((step) => ({ step })))
    earlier.close()
    now.close()
  })

  it('of no version that knew folding has its folded days not folded again', () => {
    const sqlite = opened()
    const accepted = [{ site: 's.org', day: '2026-11-24', event: 'view', count: 1 }]
    const earlier = openLedger(sqlite)
    earlier.freeze({ source: 'x', batches: [], accepted, admitted: [], earned: [], days: accepted })
    earlier.handedOver(0)
    for (const table of ['version', 'addition']) sqlite.run(`DROP TABLE ${table}`)
    expect(openLedger(sqlite).daysToFold()).toEqual([])
    sqlite.close()
  })

  it('from before there was folding is to fold the periods of its days', () => {
    const sqlite = opened()
    const days = Array.from({ length: 800 }, (_, index) => addDays('2024-01-15', index))
    for (const statement of ledgerSteps[0]!.statements().slice(0, 4)) sqlite.run(statement)
    const add = "INSERT INTO accepted (site, day, event, count) VALUES ('s.org', ?, 'view', 1)"
    sqlite.transaction(() => {
      for (const day of days) sqlite.run(add, day)
    })
    const ledger = openLedger(sqlite)
    const expected = new Set(days.flatMap(periodsOf).map((period) => JSON.stringify(period)))
    expect(new Set(ledger.periodsToFold('s.org', '2099-01-01').map((period) => JSON.stringify(period)))).toEqual(expected)
    sqlite.close()
  })
})
