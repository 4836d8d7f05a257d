/** Migrations are frozen: a step that somebody may have run says the same for ever, and the steps together make the columns of a batch. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { columns } from '../../../collector/cells/cell.ts'
import { engineKinds, schemaOf } from '../../../collector/store/engine-kind.ts'
import { columnAddedBy } from '../../../collector/store/migrations/columns.ts'
import { migrations } from '../../../collector/store/migrations/index.ts'

const statementsOf = (version: number) =>
  engineKinds.flatMap((kind) => migrations[version - 1]!.statements({ ...schemaOf(kind), database: 'footfall' }))
const hashOf = (version: number) => createHash('sha256').update(statementsOf(version).join('\n')).digest('hex').slice(0, 16)

it('each step is numbered, and its text is what it was when it was made', () => {
  expect(migrations.map(({ version, name }) => `${version} ${name} ${hashOf(version)}`)).toEqual([
    '1 cells c15b4583ce187e39',
    '2 merges 4e46c6625e56b799',
  ])
})

it('each counter has its column from the step that is named for it', () => {
  for (const [counter, version] of Object.entries(columnAddedBy))
    expect(statementsOf(version).join('\n'), counter).toContain(`\`${counter}\` Int64`)
})

it('a batch names no column that no step makes', () => {
  const texts = migrations.flatMap(({ version }) => statementsOf(version)).join('\n')
  expect(columns.filter((name) => !new RegExp(`\\b${name}\\b`).test(texts))).toEqual([])
})
