/** Looks for addresses in bytes: as text, packed, and as the usual hashes (raw, hex and base64). */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Found {
  where: string
  /** Addresses as text, or any of their hashes: no chance hit is likely, so each is a leak. */
  certain: string[]
  /** Four bytes that equal a packed address: some are expected by chance. */
  packed: number
}

const algorithms = ['md5', 'sha1', 'sha256', 'sha512']

export interface Needles {
  texts: Set<string>
  /** The first eight hex digits of each hash → the whole hash. */
  hashes: Map<string, string>
  base64: string[]
  packed: Set<number>
}

export function needlesOf(addresses: Iterable<string>): Needles {
  const needles: Needles = { texts: new Set(addresses), hashes: new Map(), base64: [], packed: new Set() }
  for (const address of needles.texts) {
    const octets = address.split('.').map(Number)
    if (octets.length === 4) {
      needles.packed.add(Buffer.from(octets).readUInt32BE())
      needles.packed.add(Buffer.from(octets).readUInt32LE())
    }
    for (const algorithm of algorithms) {
      const digest = createHash(algorithm).update(address).digest()
      needles.hashes.set(digest.toString('hex').slice(0, 8), digest.toString('hex'))
      needles.base64.push(digest.toString('base64').slice(0, 20))
    }
  }
  return needles
}

/** Every file under a folder. */
export function searchFolder(folder: string, needles: Needles): Found[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => search(file, readFileSync(file), needles))
    .filter((found) => found.certain.length > 0 || found.packed > 0)
}

export function search(where: string, bytes: Uint8Array, needles: Needles): Found {
  const text = Buffer.from(bytes).toString('latin1')
  const certain = [...textHits(text, needles), ...hexHits(text, needles), ...rawHits(Buffer.from(bytes), needles)]
  if (needles.base64.length > 0 && /[A-Za-z0-9+/]{20}/.test(text)) certain.push(...needles.base64.filter((each) => text.includes(each)))
  return { where, certain, packed: packedHits(Buffer.from(bytes), needles) }
}

function textHits(text: string, { texts }: Needles): string[] {
  const looks = text.match(/\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}/g) ?? []
  return looks.filter((each) => texts.has(each))
}

function hexHits(text: string, { hashes }: Needles): string[] {
  const found: string[] = []
  for (const { 0: run } of text.toLowerCase().matchAll(/[0-9a-f]{32,}/g)) {
    for (let at = 0; at + 32 <= run.length; at++) {
      const whole = hashes.get(run.slice(at, at + 8))
      if (whole && run.startsWith(whole.slice(0, 32), at)) found.push(whole)
    }
  }
  return found
}

function rawHits(bytes: Buffer, { hashes }: Needles): string[] {
  const starts = new Map([...hashes].map(([start, whole]) => [Number.parseInt(start, 16), whole]))
  const found: string[] = []
  for (let at = 0; at + 16 <= bytes.length; at++) {
    const whole = starts.get(bytes.readUInt32BE(at))
    if (whole && bytes.subarray(at, at + 16).toString('hex') === whole.slice(0, 32)) found.push(whole)
  }
  return found
}

function packedHits(bytes: Buffer, { packed }: Needles): number {
  let hits = 0
  for (let at = 0; at + 4 <= bytes.length; at++) if (packed.has(bytes.readUInt32BE(at))) hits++
  return hits
}
