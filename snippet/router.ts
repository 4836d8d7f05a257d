/** Notices new pages within one document: a router's moves, and a return from the back/forward cache. */

import { moveMilliseconds } from '../contract/limits.ts'
import { pathOf } from './address.ts'
import { use } from './bundles.ts'
import { countView } from './counter.ts'
import { navigation } from './loaded.ts'
import { replaceViews } from './opted.ts'
import { pages } from './seen-page.ts'
import { on, swallowErrors } from './swallow-errors.ts'
import { whenVisible } from './visibility.ts'

/**
 * A move is counted under the address that stands a moment later, or as the page is hidden or left: so a redirect inside an app, and a
 * search box that moves at each key, is one view. Inside the page's own call nothing is done but a note.
 * A change of query or fragment alone is the same page, and a replaced state is the page giving itself another name: anchors, filters and
 * routers that tidy up are no views.
 */
export function watchRouter(): void {
  let stood = pathOf()
  let timer: ReturnType<typeof setTimeout> | undefined

  // `isOver`: what stands here was seen, and is hidden just now.
  const settle = (isOver?: boolean) => {
    const { movedAt } = pages
    const path = pathOf()
    const isOther = movedAt && pages.first && path !== stood
    pages.movedAt = undefined
    stood = path
    if (isOther) {
      use('vitals', (vitals) => vitals.leave(movedAt))
      if (isOver) countView()
      else whenVisible(countView)
    }
  }
  const note = (type?: string) => {
    if (replaceViews || type !== 'replace') pages.movedAt ??= Date.now()
    clearTimeout(timer)
    timer = setTimeout(() => swallowErrors(settle), moveMilliseconds)
  }
  if (navigation) {
    navigation.addEventListener('currententrychange', ({ navigationType }) => navigationType && note(navigationType))
  } else {
    // Older browsers: after each call of the page to the history's two methods, and each step back or forward.
    on('popstate', note)
    for (const type of ['replace', 'push'] as const) {
      const original = history[`${type}State`]
      history[`${type}State`] = (...given) => {
        original.apply(history, given)
        note(type)
      }
    }
  }
  on('visibilitychange', () => settle(document.hidden))
  on('pagehide', settle)
  // When the page is shown again out of the back/forward cache, no script runs anew.
  addEventListener('pageshow', (event) => event.persisted && swallowErrors(() => whenVisible(countView)))
  pages.settle = settle
}
