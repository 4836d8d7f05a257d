/** What Footfall itself keeps, as every declaration has it, is what docs/privacy.md says. */
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { lifetimeWords } from '../../../collector/routes/declaration-page.ts'
import { declarationSchema } from '../../../contract/consent/declaration.ts'
import { faultsOf } from '../../../contract/consent/judge.ts'
import { ownServices } from '../../../contract/consent/own-services.ts'
import { declarationOf } from '../../kit/declaration.ts'

const page = readFileSync(new URL('../../../docs/privacy.md', import.meta.url), 'utf8')

it('is the table of docs/privacy.md, row for row', () => {
  const rows = /<!-- kept -->\n\n(?:\|.*\n){2}((?:\|.*\n)+)/.exec(page)?.[1] ?? ''
  const told = rows
    .trimEnd()
    .split('\n')
    .map((row) => row.slice(2, -2).split(' | '))
  const declared = ownServices().flatMap(({ category, keys }) =>
    keys.map(({ name, kind, lifetime, purpose }) => [`\`${name}\``, kind, category, purpose.en, lifetimeWords(lifetime, kind)]),
  )
  expect(declared).toEqual(told.map((cells) => cells.map((cell) => cell.replaceAll("'", '’'))))
})

it('could be declared as it is, but for its own names', () => {
  const declaration = v.parse(declarationSchema, declarationOf(ownServices()))
  const { length } = ownServices().flatMap(({ keys }) => keys)
  const faults = faultsOf(declaration, [])
  expect(faults).toHaveLength(ownServices().length + length)
  for (const { message } of faults) expect(message).toContain('Footfall’s own')
})

it('has names that another site’s tag does not share', () => {
  expect(ownServices('_abc').flatMap(({ keys }) => keys.map(({ name }) => name))).toEqual([
    'ff_consent_abc',
    'ff_visit_abc',
    'ff_seen_abc',
    'ff_since_abc',
    'ff_paths_abc',
  ])
})
