/** What test/proof/extend.test.ts adds to a copy of the project has its places; that all of it works there the long run shows. */
import { expect, it } from 'vitest'
import { allEdits } from './proof/extend/additions.ts'
import { here, withEdits } from './proof/extend/tree.ts'

it('each piece of text beside which something is added stands once in its file', () => {
  const files = allEdits.map(({ file }) => file)
  expect([...withEdits(here, allEdits).keys()]).toEqual([...new Set(files)])
})
