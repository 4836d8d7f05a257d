/** The operator's log: a line that comes again is said once, and then how often it came, so that nothing that repeats fills a disk. */
import { bounds } from '../../contract/bounds.ts'

export interface Logger {
  say(line: string): void
  /** Says what has come again and was not told yet. */
  close(): void
}

interface RepeatedLine {
  again: number
  timer: ReturnType<typeof setTimeout>
}

/** `write` is given one line, or several of one message, without the end of the last. */
export function createLog(write: (text: string) => void): Logger {
  const told = new Map<string, RepeatedLine>()
  const remember = (line: string) => {
    told.set(line, { again: 0, timer: setTimeout(() => tell(line), bounds.logMilliseconds.max).unref() })
    const [oldest = ''] = told.keys()
    if (told.size > bounds.logLines.max) forget(oldest)
  }
  const forget = (line: string) => {
    const { again = 0, timer } = told.get(line) ?? {}
    clearTimeout(timer)
    told.delete(line)
    if (again > 0) write(`${line.split('\n')[0]} (again ${again} ${again === 1 ? 'time' : 'times'})`)
    return again > 0
  }
  // One that goes on coming goes on being told.
  const tell = (line: string) => {
    if (forget(line)) remember(line)
  }
  return {
    say(line) {
      const known = told.get(line)
      if (known) known.again += 1
      else {
        write(line)
        remember(line)
      }
    },
    close() {
      for (const line of [...told.keys()]) forget(line)
    },
  }
}
