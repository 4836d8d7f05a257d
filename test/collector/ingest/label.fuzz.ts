/** What holds for a shape of the corpus, for so many generated secrets: wherever it stands in a path, it is folded, or it is seen. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { labelPath } from '../../../collector/ingest/redact/label.ts'
import { ordinary, type Shape } from './label.corpus.ts'

// Not after a person's word, which would fold the segment behind it.
const starts = ordinary.filter((path) => !path.endsWith('/') && labelPath(`${path}/a`) === `${path}/a`)
const around = fc.tuple(fc.constantFrom(...starts), fc.constantFrom('', '/', '/edit', '/files/list.html'))

export function checkShape({ before, secret, fate }: Shape, runs: { numRuns: number; seed?: number }): void {
  fc.assert(
    fc.property(secret, around, (text, [start, end]) => {
      const path = `${start}${before}${text}${end}`
      const labelled = labelPath(path)
      // A secret of several segments must go or stay as a whole.
      const stars = text.replace(/[^/]+/g, '*')
      expect(labelled).toBe(`${start}${before}${fate === 'folded' ? stars : text}${end}`)
      expect(labelPath(labelled)).toBe(labelled)
      expect(labelled.length).toBeLessThanOrEqual(path.length)
    }),
    runs,
  )
}
