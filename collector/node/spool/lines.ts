/** A segment's lines: a checksum and a fact each, so that a torn end is known from a written one. */
import { crc32 } from 'node:zlib'
import type { Fact } from '../../fact.ts'
import { decodeFact, encodeFact } from '../../spool/encode.ts'

const checksumCharacters = 8
const lineEnd = 0x0a

/** `3f2a9c01 {"type":"view",…}` and a line end. */
export function lineOf(fact: Fact): string {
  const text = encodeFact(fact)
  return `${checksumOf(text)} ${text}\n`
}

/**
 * The facts of a segment's bytes. Bad lines at the end are the torn end of a group that nobody was answered for and are cut
 * (`torn`: their bytes); bad lines with good ones after them are damage, and counted.
 */
export function factsOf(bytes: Buffer): { facts: Fact[]; torn: number; damaged: number } {
  const facts: Fact[] = []
  let damaged = 0
  let goodUntil = 0
  let badSinceGood = 0
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(lineEnd, from)
    const fact = end === -1 ? null : factOf(bytes.subarray(from, end))
    from = end === -1 ? bytes.length : end + 1
    if (!fact) badSinceGood++
    else {
      facts.push(fact)
      damaged += badSinceGood
      badSinceGood = 0
      goodUntil = from
    }
  }
  return { facts, torn: bytes.length - goodUntil, damaged }
}

function factOf(line: Buffer): Fact | null {
  const body = line.subarray(checksumCharacters + 1)
  if (line.toString('latin1', 0, checksumCharacters + 1) !== `${checksumOf(body)} `) return null
  return decodeFact(body.toString('utf8'))
}

function checksumOf(text: string | Buffer): string {
  // The added bit keeps leading zeros.
  return (crc32(text) + 0x1_0000_0000).toString(16).slice(1)
}
