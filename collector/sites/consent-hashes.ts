/** Terms and wording as they are kept with an answer: short, and the same for the same text for ever. */
import type { Declaration, Service } from '../../contract/consent/declaration.ts'
import { termsOf, wordingOf } from '../../contract/consent/terms.ts'

/** The hash of one service's terms. */
export function termsHash(service: Service): Promise<string> {
  return hashOf(termsOf(service))
}

/** The hash of all that is told in one language. */
export function wordingHash(declaration: Declaration, language: string): Promise<string> {
  return hashOf(wordingOf(declaration, language))
}

// 64 bits of SHA-256: nobody finds two texts with one of them by chance.
async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
