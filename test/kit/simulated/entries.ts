/** A tab's pages one after another, as the Navigation API tells a page of those on its own origin with no other between. */

interface Entry {
  url: string
  index: number
}

export interface PageNavigation {
  currentEntry: Entry
  entries(): Entry[]
  activation: { from: Entry | null; navigationType: string }
  addEventListener(name: string, act: (event: { navigationType: string }) => void): void
  /** The page moves within its document. */
  move(address: string): void
}

interface Loaded {
  type: 'navigate' | 'reload' | 'back_forward'
  /** The page that forwarded by a script, in whose place this one stands. */
  instead?: string
}

const kinds = { navigate: 'push', reload: 'reload', back_forward: 'traverse' }

/** What a page loaded at `address` is told; `before`: the page that the tab showed last, unless it has left the site since. */
export function navigationTo(address: string, { type, instead }: Loaded, before: PageNavigation | undefined): PageNavigation {
  const current = before?.currentEntry
  const known = current && new URL(current.url).origin === new URL(address).origin ? before.entries().slice(0, current.index + 1) : []
  const at = type === 'navigate' ? -1 : known.findLastIndex(({ url }) => url === address)
  let entries = at < 0 ? [...known, { url: address, index: known.length }] : known.slice(0, at + 1)
  const from = instead ? { url: instead, index: entries.length - 1 } : (known.at(-1) ?? null)
  const listeners: ((event: { navigationType: string }) => void)[] = []
  const navigation: PageNavigation = {
    currentEntry: entries.at(-1)!,
    entries: () => entries,
    activation: { from, navigationType: instead ? 'replace' : kinds[type] },
    addEventListener: (_, act) => void listeners.push(act),
    move(url) {
      navigation.currentEntry = { url, index: entries.length }
      entries = [...entries, navigation.currentEntry]
      for (const act of listeners) act({ navigationType: 'push' })
    },
  }
  return navigation
}
