/** A segment's lines: a checksum and a fact each, in groups whose length stands before them, so that a torn end is told from damage. */
import { crc32 } from 'node:zlib'
import type { Fact } from '../../fact.ts'
import { decodeFact, encodeFact } from '../../spool/encode.ts'

const checksumCharacters = 8
const lineEnd = 0x0a

/** `3f2a9c01 {"type":"view",…}` and a line end. */
export function lineOf(fact: Fact): string {
  return checkedLine(encodeFact(fact))
}

/** What is written and synced together: `5b0c11ae #1234`, the length of all its lines in bytes, and the lines. */
export function groupOf(lines: readonly string[]): Buffer {
  const facts = lines.join('')
  return Buffer.from(`${checkedLine(`#${Buffer.byteLength(facts)}`)}${facts}`)
}

export interface SegmentContent {
  facts: Fact[]
  /** Bytes of an unfinished write; nobody had been answered for them. */
  torn: number
  /** Bytes that somebody was answered for and that are not what was written. */
  damaged: number
  /** Those of them that are still there. */
  unread: Buffer
}

interface BadLine {
  bytes: Buffer
  from: number
  isWhole: boolean
}

/** The last group of a segment by its head, and how far lines were good. An earlier program's segments have no heads. */
interface Known {
  head: number | null
  end: number
  goodUntil: number
  length: number
}

/**
 * The facts of a segment's bytes. `acknowledged` is how many of these bytes senders were answered for, where the segment was closed by whoever
 * wrote it. Where a crash left it, all before the last group is acknowledged, and of the last what cannot have come of a torn write.
 */
export function factsOf(bytes: Buffer, acknowledged: number | null = null): SegmentContent {
  const facts: Fact[] = []
  const bad: BadLine[] = []
  const known: Known = { head: null, end: 0, goodUntil: 0, length: bytes.length }
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(lineEnd, from)
    const next = at === -1 ? bytes.length : at + 1
    const text = at === -1 ? null : checkedText(bytes.subarray(from, at))
    const fact = text === null ? null : decodeFact(text)
    if (fact) facts.push(fact)
    if (text?.startsWith('#')) Object.assign(known, { head: from, end: next + Number(text.slice(1)) })
    else if (!fact) bad.push({ bytes: bytes.subarray(from, next), from, isWhole: at !== -1 })
    if (text !== null) known.goodUntil = next
    from = next
  }
  const isDamage = (line: BadLine) => (acknowledged === null ? isDamaged(line, known) : line.from < acknowledged)
  const [damaged, torn] = [bad.filter(isDamage), bad.filter((line) => !isDamage(line))]
  const missing = Math.max(0, (acknowledged ?? 0) - bytes.length)
  return { facts, torn: sizeOf(torn), damaged: sizeOf(damaged) + missing, unread: Buffer.concat(damaged.map((line) => line.bytes)) }
}

// A write that a power cut has torn is short, or has holes of zeros, which no line has; it changes no byte to another.
function isDamaged({ bytes, from, isWhole }: BadLine, { head, end, goodUntil, length }: Known): boolean {
  if (from < (head ?? goodUntil)) return true
  if (bytes.includes(0)) return false
  return isWhole || (from < end && end <= length)
}

function sizeOf(lines: readonly BadLine[]): number {
  return lines.reduce((sum, line) => sum + line.bytes.length, 0)
}

/** How many facts a segment's bytes hold by their lines: nothing of them is read, so it takes no time. */
export function countFacts(bytes: Buffer): number {
  let facts = 0
  for (let from = 0, at = bytes.indexOf(lineEnd); at !== -1; from = at + 1, at = bytes.indexOf(lineEnd, from))
    if (bytes[from + checksumCharacters + 1] !== 0x23) facts++
  return facts
}

function checkedLine(text: string): string {
  return `${checksumOf(text)} ${text}\n`
}

function checkedText(line: Buffer): string | null {
  const body = line.subarray(checksumCharacters + 1)
  if (line.toString('latin1', 0, checksumCharacters + 1) !== `${checksumOf(body)} `) return null
  return body.toString('utf8')
}

function checksumOf(text: string | Buffer): string {
  // The added bit keeps leading zeros.
  return (crc32(text) + 0x1_0000_0000).toString(16).slice(1)
}
