/** A function that keeps its answers for the names asked most recently, at most so many. */
import { LRUCache } from 'lru-cache'

export interface Memoized<Value extends object> {
  (name: string): Value
  /** How many answers are held. */
  size(): number
}

/** `compute` must depend on its argument alone. Answers are objects: an absent answer is an object that says so. */
export function memoize<Value extends object>(max: number, compute: (name: string) => Value): Memoized<Value> {
  const cache = new LRUCache<string, Value>({ max, memoMethod: (name) => compute(name) })
  // `memo` copies its options on each call, which costs a hit twice as much as `get`.
  return Object.assign((name: string) => cache.get(name) ?? cache.memo(name), { size: () => cache.size })
}
