/** Temporary folders that are removed when the test is over, and waiting for a condition instead of sleeping. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** Where to put what is synced thousands of times and outlives nothing: the same code, without a disk to wait for. */
export const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A new empty folder, gone after the running test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The first value of `look` that is neither undefined, null nor false; throws with `what` after the deadline. */
export async function eventually<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  milliseconds = 20_000,
): Promise<NonNullable<Value>> {
  const deadline = Date.now() + milliseconds
  for (;;) {
    const value = await look()
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Value>
    if (Date.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${what}`)
    await delay(20)
  }
}
