/**
 * The steps of the store (collector/migrate.ts). One that is not additive is a step of the ledger too (collector/spool/ledger/schema.ts): an older program
 * then refuses the folder before it reads or changes any of it, and not only once the engine runs.
 */
import { cells } from './001-cells.ts'
import { merges } from './002-merges.ts'
import type { Migration } from './migration.ts'

const steps = [cells, merges] as const

export type StepName = (typeof steps)[number]['name']
export const migrations: readonly Migration[] = steps
