/** The port to what intake has left: closed segments, to be aggregated once and removed. */
import type { Fact } from '../fact.ts'

export interface Segments {
  /** Names of all closed segments, oldest first. A name is never used twice. */
  names(): Promise<string[]>
  /** Names of all segments, also of those that are open or were left open; one that is not among them is gone for good. */
  all(): Promise<string[]>
  /** Its facts; `damaged` counts lines amid good ones that are not what was written (a torn end is no damage: nobody was told 202 for it). */
  read(name: string): Promise<{ facts: Fact[]; damaged: number }>
  /** Resolves once it is gone, also after a power cut. A segment that is gone already is no error. */
  remove(name: string): Promise<void>
}

/** How the drain says what it does: a line, and what went wrong. Never a fact. */
export type Log = (line: string, error?: unknown) => void
