/** Why a job failed, for anybody to read. An engine's own message may quote a row or a statement, so only its number is told. */

/** By the error's name, which it keeps on its way out of a thread. */
const words = new Map([
  ['StoreAway', 'the store does not answer'],
  ['TooSlow', 'the store took too long'],
  ['StoreError', 'the store refused'],
  ['TooMuch', 'the answer was too large'],
  ['FileUnusable', 'a file of the data folder cannot be used'],
])

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  const [, code] = /\bcode (\d{1,5})\b/.exec(error.message) ?? []
  const known = words.get(error.name)
  if (!known) return `failed: ${error.name}`
  return code ? `${known}: code ${code}` : known
}
