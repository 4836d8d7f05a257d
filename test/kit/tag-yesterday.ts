/** The built tag of an earlier version (test/fixtures/tag-7324c4e), as caches still have it. */
import { readFileSync } from 'node:fs'

const folder = new URL('../fixtures/tag-7324c4e/', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')

/** Its files by name; for simulated browsers with the library that measures as they have it. */
export function yesterdaysFiles({ isSimulated = false } = {}): ReadonlyMap<string, string> {
  return new Map([
    ...['core.js', 'opted.js', 'banner.js'].map((file) => [file, read(file)] as const),
    ['vitals.js', read(isSimulated ? 'vitals-simulated.js' : 'vitals.js')],
  ])
}
