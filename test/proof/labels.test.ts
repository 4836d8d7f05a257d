/** Secrets of every kind of the corpus by the ten thousand: RUNS of each (`npm run proof -- --runs 100000`), SEED to do one again. */
import { it } from 'vitest'
import { shapes } from '../collector/ingest/label.corpus.ts'
import { checkShape } from '../collector/ingest/label.fuzz.ts'

const numRuns = Number(process.env.RUNS ?? 20_000)
const seed = process.env.SEED === undefined ? undefined : Number(process.env.SEED)

it.each(shapes)('$kind is $fate', (shape) => checkShape(shape, { numRuns, ...(seed !== undefined && { seed }) }))
