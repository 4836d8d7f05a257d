/** The port to what intake has left: closed segments, to be aggregated once and removed. */
import type { Fact } from '../fact.ts'

export interface Segments {
  /** Names of all closed segments, oldest first. A name is never used twice. */
  names(): Promise<string[]>
  /** Names of all segments, also of those that are open or were left open; one that is not among them is gone for good. */
  all(): Promise<string[]>
  /** Its facts, and what of it is not what was written, where senders had been answered for that (a torn end is no damage). */
  read(name: string): Promise<{ facts: Fact[]; damage: Damage | null }>
  /** Resolves once that is kept, durably, for audits to find and somebody to look at. Done again it changes nothing. */
  keepDamage(name: string, damage: Damage): Promise<void>
  /** Resolves once it is gone, also after a power cut. A segment that is gone already is no error. */
  remove(name: string): Promise<void>
  /** All that senders were answered for and that is not counted: open, closed and damaged. */
  uncounted(): Promise<Uncounted[]>
}

/** `bytes` that are lost, and those of them that are still there. */
export interface Damage {
  bytes: number
  unread: Uint8Array
}

/** A segment that waits to be aggregated; or, where `damaged` is not 0, the bytes of one that nobody can read (the rest of it is counted). */
export interface Uncounted {
  name: string
  facts: number
  damaged: number
  /** Since it was last written. */
  seconds: number
}

/** By which name the ledger knows a segment. */
export const segmentSource = (name: string) => `segment/${name}`

/** How the drain says what it does: a line, and what went wrong. Never a fact. */
export type Log = (line: string, error?: unknown) => void
