/** A trouble that lasts is said once for each cause, and once more when it is over: a log that repeats itself hides what it says. */
import { bounds } from '../contract/bounds.ts'

export interface Trouble {
  /** It is so now. `cause` tells one trouble from another; `line` is what is printed of it. */
  is(cause: string, line: string): void
  /** All is well now. Called again and again, since it is said only after a while of calm: a full disk has room for a moment many times. */
  over(): void
}

const calmMilliseconds = 5_000

/** `overLine` is printed once it is over. */
export function createTrouble(log: (line: string) => void, overLine: string, calm = calmMilliseconds): Trouble {
  const said = new Set<string>()
  let last = 0
  return {
    is: (cause, line) => {
      last = performance.now()
      if (said.has(cause) || said.size >= bounds.troubleCauses.max) return
      said.add(cause)
      log(line)
    },
    over: () => {
      if (said.size === 0 || performance.now() - last < calm) return
      said.clear()
      log(overLine)
    },
  }
}
