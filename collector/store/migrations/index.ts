/** All migrations in order. */
import { cells } from './001-cells.ts'
import { merges } from './002-merges.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [cells, merges]
