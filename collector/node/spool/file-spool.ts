/** Intake's side of the segment folder: facts are appended and synced in groups, and answered for only then. */
import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { bounds } from '../../../contract/bounds.ts'
import { type Spool, SpoolFull } from '../../deps.ts'
import type { Fact } from '../../fact.ts'
import type { Log } from '../../spool/segments.ts'
import { type Backlog, watchBacklog } from './backlog.ts'
import { closedSuffix, makeSpoolFolder, openSuffix, segmentNames, spoolLayout } from './folder.ts'
import { lineOf } from './lines.ts'
import { AppendFailed, openSegment, type Segment, segmentName } from './segment.ts'

export interface FileSpoolOptions {
  /** The spool's folder; made where absent. One live spool a folder. */
  folder: string
  /** Told after a segment was closed and may be aggregated. */
  onClosed: (name: string) => void
  /** Bytes of batches that wait for the store: with the segments, the backlog. */
  waiting?: () => number
  log?: Log
  /** How long facts are gathered in one segment. */
  milliseconds?: number
}

export interface FileSpool extends Spool {
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
  options: FileSpoolOptions
  backlog: Backlog
  group: Group
  segment: Segment | null
  number: number
  rotations: PromiseWithResolvers<void>[]
  due: boolean
  pumping: Promise<void> | null
  closed: boolean
}

const retrySoon = 1
const retryLater = 5

/** Opens the spool. Segments that a crash left open are closed first. Rejects where the folder cannot be written. */
export async function openFileSpool(options: FileSpoolOptions): Promise<FileSpool> {
  await makeSpoolFolder(options.folder)
  const folder = spoolLayout(options.folder).segments
  const left = await closeLeftovers(options.folder)
  const names = await segmentNames(options.folder, closedSuffix)
  const backlog = watchBacklog(options.folder, options.waiting ?? (() => 0))
  for (const name of names) backlog.add(name, (await stat(join(folder, `${name}${closedSuffix}`)).catch(() => null))?.size ?? 0)
  const state: State = {
    folder,
    options,
    backlog,
    group: newGroup(),
    segment: null,
    number: Number.parseInt(names.at(-1) ?? '0', 10),
    rotations: [],
    due: false,
    pumping: null,
    closed: false,
  }
  for (const name of left) options.onClosed(name)
  return {
    append: (facts) => append(state, facts),
    backlog: () => ({ bytes: backlog.bytes() + (state.segment?.bytes ?? 0) }),
    rotate: () => rotate(state),
    close: async () => {
      state.closed = true
      await rotate(state)
    },
  }
}

/** Gives segments that a crash left open their closed name; returns theirs. */
export async function closeLeftovers(spoolFolder: string): Promise<string[]> {
  const folder = spoolLayout(spoolFolder).segments
  const left = await segmentNames(spoolFolder, openSuffix)
  for (const name of left) await rename(join(folder, `${name}${openSuffix}`), join(folder, `${name}${closedSuffix}`))
  return left
}

// Not async: senders of one group share its promise, which spares each of them one of its own.
function append(state: State, facts: readonly Fact[]): Promise<void> {
  if (state.closed) return Promise.reject(new Error('the spool is closed'))
  if (facts.length === 0) return Promise.resolve()
  if (state.backlog.bytes() > bounds.spoolBacklogBytes.max) {
    state.backlog.look()
    return Promise.reject(new SpoolFull(retryLater))
  }
  let text = ''
  for (const fact of facts) text += lineOf(fact)
  const { group } = state
  if (group.characters + text.length > bounds.spoolPendingCharacters.max) return Promise.reject(new SpoolFull(retrySoon))
  group.lines.push(text)
  group.characters += text.length
  group.facts += facts.length
  pump(state)
  return group.kept.promise
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

const isWaiting = ({ group, rotations, due }: State) => group.facts > 0 || rotations.length > 0 || due

async function writeWhileWaiting(state: State): Promise<void> {
  while (isWaiting(state)) {
    if (state.group.facts > 0) await writeGroup(state)
    const rotations = state.rotations.splice(0)
    if (rotations.length > 0 || state.due || isFull(state.segment)) await closeSegment(state)
    for (const rotated of rotations) rotated.resolve()
  }
}

function isFull(segment: Segment | null): boolean {
  return segment !== null && (segment.facts >= bounds.segmentFacts.max || segment.bytes >= bounds.segmentBytes.max)
}

async function writeGroup(state: State): Promise<void> {
  const group = state.group
  state.group = newGroup()
  try {
    state.segment ??= await nextSegment(state)
    await state.segment.append(Buffer.from(group.lines.join('')), group.facts)
    group.kept.resolve()
  } catch (error) {
    state.options.log?.('facts could not be written', error)
    group.kept.reject(isFullDisk(error) ? new SpoolFull(retryLater) : error)
    // What is wrong with this file may not be wrong with another.
    await closeSegment(state)
  }
}

/** Nothing was taken for lack of room: the sender may come again. */
function isFullDisk(error: unknown): boolean {
  if (error instanceof AppendFailed) return error.full && !error.kept
  return (error as NodeJS.ErrnoException).code === 'ENOSPC'
}

async function nextSegment(state: State): Promise<Segment> {
  state.number++
  const segment = await openSegment(state.folder, segmentName(state.number))
  const due = () => {
    if (state.segment !== segment) return
    state.due = true
    pump(state)
  }
  setTimeout(due, state.options.milliseconds ?? bounds.segmentMilliseconds.max).unref()
  return segment
}

async function closeSegment(state: State): Promise<void> {
  const { segment } = state
  state.due = false
  state.segment = null
  if (!segment) return
  try {
    state.backlog.add(segment.name, segment.bytes)
    await segment.close()
    state.options.onClosed(segment.name)
  } catch (error) {
    // Its facts are on disk: the next start closes it.
    state.options.log?.(`segment ${segment.name} could not be closed`, error)
  }
  state.backlog.look()
}

function newGroup(): Group {
  const kept = Promise.withResolvers<void>()
  // Each sender hears of it through its own wait; a group without one is no unhandled rejection.
  kept.promise.catch(() => undefined)
  return { lines: [], characters: 0, facts: 0, kept }
}
