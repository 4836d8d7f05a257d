/** Networks told apart in memory without being held there: as sixteen bits that mean nothing outside of this process. */
import { networkOf } from './network.ts'

/** The mark of the network (/24, /48) of an address. Two networks in 65,536 have the same one, and count as one then. */
export type NetworkMark = (address: string) => number

/** Marks by a secret that is made anew each time, and never leaves memory. */
export function createNetworkMarks(): NetworkMark {
  const [secret = 0] = crypto.getRandomValues(new Uint32Array(1))
  // Of addresses that are nobody's alone, as a proxy's that is not listed, nobody knows more than that they are one network.
  return (address) => hashed(networkOf(address)?.prefix ?? 'private', secret)
}

/** FNV-1a, folded to sixteen bits. */
function hashed(text: string, secret: number): number {
  let hash = secret ^ 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  // Its last bits alone know nothing of the first ones of the secret.
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return (hash ^ (hash >>> 16)) & 0xffff
}
