/** What somebody adds to a table, and what is written for each thing that the compiler then asks for. */
import type { Edit } from './tree.ts'

export interface Addition {
  what: string
  /** What it shows is there before. */
  needs?: readonly Addition[]
  row: Edit
  /** Round after round, all that the compiler names as missing, and what is written for it: that, and nothing else. */
  asked: readonly Record<string, readonly Edit[]>[]
}

/** The row, and all that is written for it. */
export function editsOf({ row, asked }: Addition): Edit[] {
  return [row, ...asked.flatMap((round) => Object.values(round).flat())]
}
