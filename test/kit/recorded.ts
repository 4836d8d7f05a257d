/** What the program answered when a list was written: `{ask, answer}` rows in test/fixtures/outside, each on a line of its own. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Recorded<Ask> {
  ask: Ask
  answer: unknown
}

const today = new Date().toISOString().slice(0, 10)
const fileOf = (name: string) => fileURLToPath(new URL(`../fixtures/outside/${name}.json`, import.meta.url))

/** The rows of a list, as they were recorded. */
export function recordedIn<Ask>(name: string): Recorded<Ask>[] {
  return JSON.parse(readFileSync(fileOf(name), 'utf8').replaceAll('$today', today)) as Recorded<Ask>[]
}

/**
 * Asks each row, in order; what was recorded beside what is answered now. A row that was added without an answer is given one where
 * RECORD is set; a recorded answer is never replaced.
 */
export async function askedAgain<Ask>(
  name: string,
  answerOf: (ask: Ask) => unknown,
): Promise<{ recorded: Recorded<Ask>[]; now: Recorded<Ask>[] }> {
  const recorded = JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recorded<Ask>[]
  const now: Recorded<Ask>[] = []
  for (const { ask } of recorded) now.push({ ask, answer: await answerOf(ask) })
  if (process.env.RECORD) {
    for (const [index, row] of recorded.entries()) if (row.answer === undefined) recorded[index] = now[index] as Recorded<Ask>
    writeFileSync(fileOf(name), `[\n${recorded.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`)
  }
  return { recorded, now }
}
