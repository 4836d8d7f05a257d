/** Intake's side of the segment folder: facts are appended and synced in groups, and answered for only then. */
import { bounds } from '../../../contract/bounds.ts'
import type { Fact } from '../../fact.ts'
import { type Spool, SpoolFull } from '../../ports.ts'
import { createTrouble, type Trouble } from '../../trouble.ts'
import { causeOf, whyOf } from '../../why.ts'
import { type Backlog, watchBacklog } from './backlog.ts'
import { type Closing, createClosing, takeOver } from './closing.ts'
import { makeSpoolFolder } from './folder.ts'
import { groupOf, lineOf } from './lines.ts'
import { AppendFailed } from './segment.ts'
import { createSegmentWriter, type SegmentWriter } from './segment-writer.ts'

export interface FileSpoolOptions {
  /** The spool's folder; made where absent. One live spool a folder. */
  folder: string
  /** Told after a segment was closed and may be aggregated. */
  onClosed: (name: string) => void
  /** Bytes of batches that wait for the store: with the segments, the backlog. */
  waiting?: () => number
  log?: (line: string) => void
  /** How long facts are gathered in one segment. */
  milliseconds?: number
}

export interface FileSpool extends Spool {
  /** Milliseconds for which the oldest segment waits to be aggregated; 0 where none does. */
  waitsFor(): number
  /** Closes the segment that is being written, so that all that was appended can be aggregated. */
  rotate(): Promise<void>
  /** Writes and syncs what was appended, closes the segment, and takes no more. */
  close(): Promise<void>
}

/** Facts that will be written and synced together; all their senders wait for one promise. */
interface Group {
  lines: string[]
  characters: number
  facts: number
  kept: PromiseWithResolvers<void>
}

interface State {
  folder: string
  backlog: Backlog
  closing: Closing
  writer: SegmentWriter
  /** Why facts are not written, and why none are taken, while it is so. */
  notWritten: Trouble
  notTaken: Trouble
  group: Group
  rotations: PromiseWithResolvers<void>[]
  /** The segment that is being written is old enough, or others that could not be closed are tried again. */
  toClose: boolean
  pumping: Promise<void> | null
  closed: boolean
}

const retrySoon = 1
const retryLater = 5
const lookMilliseconds = 1_000
/** Below it, after the bound was reached, there is room again. */
const roomAgain = 0.9

/** Opens the spool. Segments that a crash left open are closed first. Rejects where the folder cannot be read or made. */
export async function openFileSpool(options: FileSpoolOptions): Promise<FileSpool> {
  const { folder, onClosed, waiting = () => 0, log = () => {}, milliseconds = bounds.segmentMilliseconds.max } = options
  await makeSpoolFolder(folder)
  const backlog = watchBacklog(folder, waiting)
  const closing = createClosing(onClosed, log)
  const number = await takeOver(folder, { backlog, closing })
  const onDue = () => {
    state.toClose = true
    pump(state)
  }
  const state: State = {
    folder,
    backlog,
    closing,
    writer: createSegmentWriter({ folder, backlog, closing, number, milliseconds, onDue }),
    notWritten: createTrouble(log, 'facts are written again'),
    notTaken: createTrouble(log, 'facts are taken again'),
    group: newGroup(),
    rotations: [],
    toClose: false,
    pumping: null,
    closed: false,
  }
  const looking = setInterval(() => {
    backlog.look()
    if (closing.left() > 0) onDue()
  }, lookMilliseconds)
  looking.unref()
  return {
    append: (facts) => append(state, facts),
    backlog: () => ({ bytes: backlog.bytes() + state.writer.bytes() }),
    waitsFor: backlog.age,
    rotate: () => rotate(state),
    close: async () => {
      state.closed = true
      clearInterval(looking)
      await rotate(state)
    },
  }
}

// Not async: senders of one group share its promise, which spares each of them one of its own.
function append(state: State, facts: readonly Fact[]): Promise<void> {
  if (state.closed) return Promise.reject(new Error('the spool is closed'))
  if (facts.length === 0) return Promise.resolve()
  if (!hasRoom(state)) return Promise.reject(new SpoolFull(retryLater))
  let text = ''
  for (const fact of facts) text += lineOf(fact)
  const { group } = state
  if (group.characters + text.length > bounds.spoolPendingCharacters.max) {
    state.notTaken.is('slow', `${state.folder}: the disk takes no more now; senders are told to come again`)
    return Promise.reject(new SpoolFull(retrySoon))
  }
  group.lines.push(text)
  group.characters += text.length
  group.facts += facts.length
  pump(state)
  return group.kept.promise
}

function hasRoom({ folder, backlog, notTaken }: State): boolean {
  const { max } = bounds.spoolBacklogBytes
  const bytes = backlog.bytes()
  if (bytes < max * roomAgain) notTaken.over()
  if (bytes <= max) return true
  notTaken.is('full', `${folder}: what waits to be stored has ${max} bytes, and no more is taken; senders are told to come again`)
  backlog.look()
  return false
}

function rotate(state: State): Promise<void> {
  const rotated = Promise.withResolvers<void>()
  state.rotations.push(rotated)
  pump(state)
  return rotated.promise
}

/** Starts the one loop that writes, at the end of this turn, so that all that arrive in it share the first group. */
function pump(state: State): void {
  if (state.pumping) return
  state.pumping = new Promise<void>((resolve) => setImmediate(resolve))
    .then(() => writeWhileWaiting(state))
    .finally(() => {
      state.pumping = null
      if (isWaiting(state)) pump(state)
    })
}

const isWaiting = ({ group, rotations, toClose }: State) => group.facts > 0 || rotations.length > 0 || toClose

async function writeWhileWaiting(state: State): Promise<void> {
  while (isWaiting(state)) {
    if (state.group.facts > 0) await writeGroup(state)
    const rotations = state.rotations.splice(0)
    if (rotations.length > 0 || state.toClose || state.writer.isDue()) {
      state.toClose = false
      await state.writer.close()
    }
    for (const rotated of rotations) rotated.resolve()
  }
}

async function writeGroup(state: State): Promise<void> {
  const { group, writer, notWritten } = state
  state.group = newGroup()
  try {
    await writer.append(groupOf(group.lines), group.facts)
    notWritten.over()
    group.kept.resolve()
  } catch (error) {
    // Nothing of it is in a file, or it was taken out again: the senders may come again. Only where that failed nobody knows.
    const isUnknown = error instanceof AppendFailed && error.kept
    const told = isUnknown ? 'it is not known whether they were kept' : 'senders are told to come again'
    notWritten.is(`${causeOf(error)} ${isUnknown}`, `facts cannot be written (${whyOf(error)}); ${told}`)
    group.kept.reject(isUnknown ? error : new SpoolFull(retryLater))
    // What is wrong with this file may not be wrong with another.
    await writer.close()
  }
}

function newGroup(): Group {
  const kept = Promise.withResolvers<void>()
  // Each sender hears of it through its own wait; a group without one is no unhandled rejection.
  kept.promise.catch(() => undefined)
  return { lines: [], characters: 0, facts: 0, kept }
}
