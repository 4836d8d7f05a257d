/** What a shard has to do, by the second: what waits, and whether too many come. */
import { bounds } from '../../contract/bounds.ts'
import type { Clock } from '../ports.ts'

/** True the first time that it is asked within a second. */
function seconds(clock: Clock): () => boolean {
  let last = 0
  return () => {
    const before = last
    last = Math.floor(clock.now() / 1_000)
    return last !== before
  }
}

/** Bytes that wait. What batches hold is added up once a second: each look at a row is paid for. */
export function createBacklog(clock: Clock, batchBytes: () => number, segmentCharacters: () => number): () => number {
  const isNewSecond = seconds(clock)
  let bytes = 0
  return () => {
    if (isNewSecond()) bytes = batchBytes()
    return bytes + segmentCharacters()
  }
}

/** Whether more requests came within this second than one object should have. */
export function createLoad(clock: Clock): () => boolean {
  const isNewSecond = seconds(clock)
  let appends = 0
  return () => {
    if (isNewSecond()) appends = 0
    return ++appends > bounds.shardAppends.max
  }
}
