/**
 * The table: pages and environments that nobody here made, a row for each, and what must be told and seen there. Each names where the trouble
 * was seen first: by its number among our own findings, or as a public report.
 */
import type { Row } from './kit/row.ts'
import { answers } from './rows/answers.ts'
import { arrivals } from './rows/arrivals.ts'
import { copies } from './rows/copies.ts'
import { elsewhere } from './rows/elsewhere.ts'
import { environments } from './rows/environments.ts'
import { frames } from './rows/frames.ts'
import { moves } from './rows/moves.ts'
import { opted } from './rows/opted.ts'
import { place } from './rows/place.ts'
import { quiet } from './rows/quiet.ts'
import { reach } from './rows/reach.ts'
import { tabs } from './rows/tabs.ts'

export const table = {
  moves,
  place,
  reach,
  frames,
  copies,
  environments,
  arrivals,
  opted,
  answers,
  tabs,
  quiet,
  elsewhere,
} satisfies Record<string, readonly Row[]>

/** Those that are tried in Firefox too. */
export function marked(): typeof table {
  const parts = Object.entries(table).map(([name, rows]) => [name, (rows as readonly Row[]).filter(({ firefox }) => firefox)])
  return Object.fromEntries(parts)
}
