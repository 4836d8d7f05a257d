/** How a page is used while it is seen: engaged seconds, and the deepest tenth that was scrolled to. */
import { engagedSeconds, idleSeconds, lookMilliseconds } from '../../contract/limits.ts'
import type { Pages } from '../seen-page.ts'

let since = 0
let isVisible = true
let milliseconds = 0
let deepest = 0
let height = 0
let had: number | undefined
let looking = 0
let pages: Pages | undefined
let isWatched = false
let onSign: () => void

/** Time counts while the page is visible and somebody was active in the last minute; `now` may lie back. */
function mark(now: number): void {
  const passed = now - since
  if (isVisible && passed > 0) milliseconds += Math.min(passed, idleSeconds * 1_000)
  since = Math.max(since, now)
  isVisible = !document.hidden
}

/** After a sign of life: time at once, the page's geometry a little later and seldom, since reading it may make the browser lay the page out. */
function noteSign(): void {
  if (!isWatched) return
  onSign()
  mark(Date.now())
  looking ||= window.setTimeout(look, lookMilliseconds)
}

function look(): void {
  clearTimeout(looking)
  looking = 0
  // After a move what stands there may be the next page's already.
  if (pages!.movedAt) return
  deepest = Math.max(deepest, scrollY + innerHeight)
  height = document.documentElement.scrollHeight
}

/** Another page is seen, since `at`; the first begins the watch, for as long as the document lives. `atSign` is called at each sign of life. */
export function renewEngaged(at: number, given: Pages, atSign: () => void): void {
  if (!pages) {
    for (const sign of ['scroll', 'pointermove', 'pointerdown', 'keydown', 'touchmove', 'visibilitychange']) {
      addEventListener(sign, noteSign, { capture: true, passive: true })
    }
  }
  pages = given
  onSign = atSign
  isWatched = true
  // What was not reported is not this page's; a part of a second is carried on.
  if (Math.abs(milliseconds) > 500) milliseconds = 0
  since = at
  isVisible = !document.hidden
  deepest = height = 0
  had = undefined
  noteSign()
}

/** Nobody will ask what it is used for from now on. */
export function endEngaged(): void {
  isWatched = false
}

/**
 * What is new since it was last asked: seconds, the deepest tenth and the one reported before; undefined where nothing is. `until`: the page
 * was left at that moment, and what stands there now is another. What is less than half a second goes over to the next page.
 */
export function takeEngaged(until?: number): { seconds: number; scroll?: number; had?: number } | undefined {
  mark(until ?? Date.now())
  if (!until) look()
  const seconds = Math.min(engagedSeconds, Math.max(0, Math.round(milliseconds / 1_000)))
  milliseconds -= seconds * 1_000
  const tenth = Math.floor((10 * deepest) / height)
  // A page that grew is not less read than it was.
  const scroll = height ? Math.max(had ?? 0, Math.min(10, tenth)) : had
  const used = seconds || scroll !== had ? { seconds, scroll, had } : undefined
  had = scroll
  return used
}
