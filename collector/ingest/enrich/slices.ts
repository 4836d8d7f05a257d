/** Which of a site's slices a view belongs to, decided from what the view itself tells. */

import { readablePath } from '../../../contract/path.ts'
import type { Slice } from '../../../contract/site.ts'
import { type Conditions, dimensionOfSlice, type SliceCondition, type SliceDimension } from '../../../contract/slices.ts'
import { pathTest } from '../redact/path-rules.ts'

/** What is told of a view; what was not told meets no condition. */
export type ViewValues = Partial<Record<SliceCondition, string>>

/** The names of the slices of one dimension that `told` belongs to; undefined where there are none. */
export type SlicesOf = (dimension: SliceDimension, told: ViewValues) => string[] | undefined

const none = () => undefined

/** Worked out once for a site; those that have ended are not counted any more. */
export function slicesOfSite(slices: readonly Slice[]): SlicesOf {
  const tests = slices
    .filter(({ ended }) => !ended)
    .map((slice) => ({ name: slice.name, dimension: dimensionOfSlice(slice), holds: conditionsTest(slice) }))
  if (tests.length === 0) return none
  return (dimension, told) => {
    const names = tests.filter((each) => each.dimension === dimension && each.holds(told)).map(({ name }) => name)
    return names.length > 0 ? names : undefined
  }
}

/** All slices of a consented view. A visit's entry is told by its first view, and by its second, which names it as the page before. */
export function slicesOfView(
  slicesOf: SlicesOf,
  view: ViewValues & { from?: string; visit?: number },
): { slices?: string[]; entrySlices?: string[]; pathSlices?: string[] } {
  const entry = view.visit === 1 ? view.path : view.visit === 2 ? view.from : undefined
  return {
    slices: slicesOf('slice', view),
    entrySlices: entry === undefined ? undefined : slicesOf('entrySlice', { ...view, entry }),
    pathSlices: slicesOf('pathSlice', view),
  }
}

function conditionsTest({ conditions }: Conditions): (told: ViewValues) => boolean {
  const tests = conditions.map(([name, values]) => ({ name, meets: valueTest(name, values) }))
  return (told) =>
    tests.every(({ name, meets }) => {
      const value = told[name]
      return value !== undefined && meets(value)
    })
}

function valueTest(name: SliceCondition, values: readonly string[]): (value: string) => boolean {
  if (name === 'path' || name === 'entry') {
    const tests = values.map((value) => pathTest(readablePath(value)))
    return (path) => tests.some((meets) => meets(path))
  }
  const listed = new Set(values.map((value) => value.toLowerCase()))
  return (value) => listed.has(value.toLowerCase())
}
