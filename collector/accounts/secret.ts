/** Secrets that are handed out and their hashes, which alone are kept. */

const secretBytes = 32

/** A new secret of 256 random bits, in letters that need no escaping in an address. */
export function newSecret(): string {
  return [...crypto.getRandomValues(new Uint8Array(secretBytes))].map(hexOf).join('')
}

/** True for a text that could be such a secret: nothing else needs to be looked for. */
export function isSecret(text: string): boolean {
  return text.length === 2 * secretBytes && /^[0-9a-f]+$/.test(text)
}

/** SHA-256 as hex. A secret of 256 random bits needs no slow hash: there is nothing to guess. */
export async function hashOf(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
  return [...new Uint8Array(digest)].map(hexOf).join('')
}

/** Compares two hashes in a time that does not depend on where they differ. */
export function sameHash(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let index = 0; index < one.length; index++) difference |= one.charCodeAt(index) ^ other.charCodeAt(index)
  return difference === 0
}

const hexOf = (byte: number) => byte.toString(16).padStart(2, '0')
