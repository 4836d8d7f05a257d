/** Looks for what is to be folded: at the start, and then every hour. */
import { bounds } from '../../contract/bounds.ts'

export interface Folding {
  start(): void
  stop(): void
}

interface Options {
  /** Resolves to the cells that it took. */
  fold(): Promise<number>
  log: (line: string) => void
}

export function createFolding({ fold, log }: Options): Folding {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  const look = async () => {
    const began = performance.now()
    try {
      const cells = await fold()
      if (cells > 0) log(`folded ${cells} cells of days that are over, in ${((performance.now() - began) / 1000).toFixed(1)} s`)
    } catch (error) {
      log(`folding is not done: ${(error as Error).message}; it is tried again in an hour`)
    }
    if (stopped) return
    timer = setTimeout(() => void look(), bounds.foldMilliseconds.max)
    timer.unref()
  }
  return {
    start: () => {
      if (!stopped) void look()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
