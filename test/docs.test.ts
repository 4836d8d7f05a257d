/** The documentation says what the program does: the table's definition, the marker's question, and files that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { schemaOf } from '../collector/store/engine-kind.ts'
import { migrations } from '../collector/store/migrations/index.ts'
import { markerSql } from '../collector/store/store.ts'
import { expectDocBlock } from './kit/doc.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

it('docs/architecture.md gives the table as it is made', () => {
  const statements = migrations.flatMap((step) => step.statements({ database: 'footfall', ...schemaOf('plain') }))
  expectDocBlock('architecture.md', 'ddl', `${statements.map(indented).join(';\n')}\n`)
})

it('docs/architecture.md gives the question for a batch’s marker', () => {
  expectDocBlock('architecture.md', 'marker question', `${indented(markerSql)}\n`)
})

it('every file and folder of the project that the documentation names is there', () => {
  const pages = [...readdirSync(`${root}/docs`).map((name) => `docs/${name}`), 'README.md', 'CONTRIBUTING.md']
  const missing = pages.flatMap((page) =>
    [...readFileSync(`${root}/${page}`, 'utf8').matchAll(/`((?:contract|snippet|collector|dashboard|test|bench|docs)\/[\w./-]*)`/g)]
      .map((match) => match[1] as string)
      .filter((path) => !existsSync(`${root}/${path}`))
      .map((path) => `${page}: ${path}`),
  )
  expect(missing).toEqual([])
})

function indented(sql: string): string {
  const rows = sql.trim().split('\n')
  return [rows[0], ...rows.slice(1).map((row) => `  ${row.trim()}`)].join('\n')
}
