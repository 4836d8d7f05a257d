import { expect, it } from 'vitest'
import { type BoundName, bounds } from '../../../contract/bounds.ts'
import * as limits from '../../../dashboard/api/limits.ts'

it.each(Object.entries(limits))('%s is the collector’s own bound: %s', (name, limit) => expect(limit).toBe(bounds[name as BoundName].max))
