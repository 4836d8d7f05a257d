/** Whether a collector that ended by itself is started again, and after how long; plain JavaScript, as what starts it. */

/** contract/bounds.ts has the reasons. */
export const mostRestarts = 5
export const settledMilliseconds = 600_000
const firstPause = 1_000

/** Counts ends that nobody asked for, one after another. */
export function createRestarts() {
  let ends = 0
  return {
    /**
     * One more such end, after so long a life: the pause before the next start in milliseconds, twice as long each time, and which one in a row
     * it is; null where there is none any more. A life that was long enough begins the row anew.
     */
    ended(livedMilliseconds) {
      ends = livedMilliseconds >= settledMilliseconds ? 1 : ends + 1
      return ends > mostRestarts ? null : { pause: firstPause * 2 ** (ends - 1), turn: ends }
    },
  }
}
