import { expect, it } from 'vitest'
import { type Dimension, dimensionNames, dimensionRow } from '../../contract/dimensions.ts'

it('what needs no earning counts events, and stands beside values of the program alone', () => {
  const unearned = dimensionNames.filter((name) => dimensionRow(name).unearned)
  expect(unearned).toEqual(['refused', 'unusual'])
  for (const name of unearned) {
    const { counters, crossedWith } = dimensionRow(name)
    expect(counters).toEqual(['count'])
    for (const each of [name, ...crossedWith]) expect(dimensionRow(each as Dimension).values).toBe('closed')
  }
  const others = dimensionNames.filter((name) => dimensionRow(name).crossedWith.some((other) => unearned.includes(other as Dimension)))
  expect(others).toEqual([])
})
