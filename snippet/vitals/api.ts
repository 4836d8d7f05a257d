/** `footfall.view(path)`: for routers that no browser can see, the page says itself which of its pages is shown. */
import type { CoreApi } from '../core-api.ts'
import type { SeenPage } from '../seen-page.ts'
import { swallowErrors } from '../swallow-errors.ts'

interface Api {
  /** Before the tag has run, the page's own line (docs/install.md) keeps here what is said. */
  q?: unknown[]
  /** Of each tag on the page: two sites' tags both hear of it. */
  tags?: ((path: unknown) => void)[]
  view?(path: unknown): void
}

/** Offers it to the page, and does what was asked before. `leave`: the page before is left. */
export function offerApi({ pages }: CoreApi, leave: (at: number) => void): void {
  // Not of a core of yesterday.
  if (!pages.view) return
  let isWarned = false
  /** What was named last, for as long as it is shown. */
  let named: { path: string; page: SeenPage | undefined } | undefined
  const view = (path: unknown) => {
    const address = typeof path === 'string' && /^\/(?!\/)/.test(path) && swallowErrors(() => new URL(path, location.origin))
    const shown = named && named.page === pages.current ? named.path : location.pathname
    if (!address || address.host !== location.host) {
      if (!isWarned) console.warn('Footfall: view() takes a path of this site, such as "/about". This is ignored:', path)
      isWarned = true
    } else if (address.pathname !== shown) {
      leave(pages.movedAt ?? Date.now())
      // A move of the address just before it is the same page.
      pages.movedAt = undefined
      pages.view?.(undefined, address)
      named = { path: address.pathname, page: pages.current }
    }
  }
  const page = window as unknown as { footfall?: Api }
  const api: Api = page.footfall ?? {}
  const tags = api.tags ?? []
  tags.push(view)
  page.footfall = api
  api.tags = tags
  api.view = (path) => {
    for (const each of tags) each(path)
  }
  for (const path of api.q ?? []) view(path)
}
