/** All migrations in order. One that makes older programs write what is wrong raises `ledgerVersion` too: they refuse the folder then. */
import { cells } from './001-cells.ts'
import { merges } from './002-merges.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [cells, merges]
