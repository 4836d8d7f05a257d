/** Chance from a seed: the same seed always gives the same history. */

export interface Random {
  /** In [0, 1). */
  next(): number
  chance(share: number): boolean
  /** A whole number from `least` to `most`, both inclusive. */
  whole(least: number, most: number): number
  /** A number around `middle` with a long tail upwards: half of them are below it, two thirds within a factor of e^`spread`. */
  skewed(middle: number, spread: number): number
  /** A number whose mean is `mean`, whole, never negative. */
  count(mean: number): number
  pick<Value>(choice: WeightedValues<Value>): Value
}

/** Values with their weights, ready to be drawn from. */
export interface WeightedValues<Value> {
  values: readonly Value[]
  /** Running sums of the weights. */
  until: readonly number[]
}

export function choiceOf<Value>(weighed: readonly (readonly [Value, number])[]): WeightedValues<Value> {
  let sum = 0
  const until = weighed.map(([, weight]) => {
    sum += weight
    return sum
  })
  return { values: weighed.map(([value]) => value), until }
}

/** mulberry32 over a seed. */
export function randomOf(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  // Sum of uniform numbers: near enough to a bell curve.
  const bell = () => next() + next() + next() + next() + next() + next() - 3
  return {
    next,
    chance: (share) => next() < share,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    skewed: (middle, spread) => middle * Math.exp(spread * bell() * Math.SQRT2),
    count: (mean) => Math.max(0, Math.floor(mean + Math.sqrt(mean) * bell() * Math.SQRT2 + next())),
    pick: ({ values, until }) => {
      const at = next() * (until.at(-1) ?? 0)
      return values[until.findIndex((sum) => at < sum)] as (typeof values)[number]
    },
  }
}
