/** How much memory processes hold, as Linux tells it; elsewhere `ps` does, in the same unit. */
import { execFileSync } from 'node:child_process'

/** Bytes of memory that a process holds now; 0 where it is gone. */
export function memoryOf(pid: number): number {
  try {
    return 1_024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim())
  } catch {
    return 0
  }
}
