/** Slices: combinations of conditions that an owner declares in advance; what each is counted as. Used by every program, so without a validator. */
import type { Dimension } from './dimensions.ts'

/** What a slice may ask of a view: its own and its visit's properties that are told when it comes. */
export const sliceConditions = ['source', 'device', 'country', 'language', 'entry', 'path'] as const satisfies readonly Dimension[]
export type SliceCondition = (typeof sliceConditions)[number]

/** All conditions must hold; each of its dimension holds where one of the values is the view's. */
export interface Conditions {
  conditions: readonly (readonly [SliceCondition, readonly string[]])[]
}

export const sliceDimensions = ['slice', 'entrySlice', 'pathSlice'] as const satisfies readonly Dimension[]
export type SliceDimension = (typeof sliceDimensions)[number]

/** The dimension under which a slice is counted: a view's where it asks for a path, a beginning visit's where for an entry, else a visit's. */
export function dimensionOfSlice({ conditions }: Conditions): SliceDimension {
  const asks = (name: SliceCondition) => conditions.some(([dimension]) => dimension === name)
  return asks('path') ? 'pathSlice' : asks('entry') ? 'entrySlice' : 'slice'
}
