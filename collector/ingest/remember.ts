/** A function's answers for the names asked most recently, at most so many. */
import { LRUCache } from 'lru-cache'

export interface Remembered<Value extends object> {
  (name: string): Value
  /** How many answers are held. */
  size(): number
}

/** `compute` must depend on its argument alone. Answers are objects: an absent answer is an object that says so. */
export function remember<Value extends object>(max: number, compute: (name: string) => Value): Remembered<Value> {
  const cache = new LRUCache<string, Value>({ max })
  const recall = (name: string): Value => {
    const known = cache.get(name)
    if (known !== undefined) return known
    const made = compute(name)
    cache.set(name, made)
    return made
  }
  return Object.assign(recall, { size: () => cache.size })
}
