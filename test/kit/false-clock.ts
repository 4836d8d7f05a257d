/** A clock that a test sets, for real processes: Debian's libfaketime between them and the system. */
import { globSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FalseClock {
  /** For the process that is to go by it. The engine's, whose environment is its own, keeps the machine's clock. */
  env: Record<string, string>
  /** So far from the machine's clock from now on, also for processes that run. */
  set(seconds: number): void
}

/** Null where this machine has no libfaketime. `folder` is the clock's own. */
export function falseClock(folder: string): FalseClock | null {
  const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')
  if (!library) return null
  const file = join(folder, 'offset')
  const set = (seconds: number) => {
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}s`)
    renameSync(`${file}.new`, file)
  }
  set(0)
  // Timers go by the monotonic clock, which no system ever sets; and the times of files stay the machine's.
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  }
  return { env, set }
}
