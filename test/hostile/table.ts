/**
 * The table: pages and environments that nobody here made, a row for each, and what must be told and seen there. Each names where the trouble
 * was seen first: by its number among our own findings, or as a public report.
 */
import type { Row } from './kit/row.ts'
import { copies } from './rows/copies.ts'
import { environments } from './rows/environments.ts'
import { frames } from './rows/frames.ts'
import { moves } from './rows/moves.ts'
import { place } from './rows/place.ts'
import { reach } from './rows/reach.ts'

export const table: Record<string, readonly Row[]> = { moves, place, reach, frames, copies, environments }
