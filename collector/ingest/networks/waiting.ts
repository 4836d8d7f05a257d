/** What waits in memory to be common: so much at most, and of it only a share that one network brought, so that no single sender fills it. */
import { LRUCache } from 'lru-cache'

export interface Waiting<Value extends object> {
  get(key: string): Value | undefined
  /** Keeps it, what is new as brought by that network: not where its share is full, and says so by false. Where all is full the longest unseen goes. */
  keep(key: string, network: number, value: Value): boolean
  /** It is common now, and takes of nobody's share. */
  settle(key: string, value: Value): void
  size(): number
}

/** `most` in all, `share` of them from one network. */
export function createWaiting<Value extends object>({ most, share }: { most: number; share: number }): Waiting<Value> {
  const shares = new Map<number, number>()
  const giveBack = ({ network }: { network: number | null }) => {
    if (network === null) return
    const left = (shares.get(network) ?? 0) - 1
    if (left > 0) shares.set(network, left)
    else shares.delete(network)
  }
  const held = new LRUCache<string, { network: number | null; value: Value }>({ max: most, dispose: giveBack })
  return {
    get: (key) => held.get(key)?.value,
    keep(key, network, value) {
      const known = held.get(key)
      if (known) {
        known.value = value
        return true
      }
      const brought = shares.get(network) ?? 0
      if (brought >= share) return false
      shares.set(network, brought + 1)
      held.set(key, { network, value })
      return true
    },
    settle: (key, value) => void held.set(key, { network: null, value }),
    size: () => held.size,
  }
}
