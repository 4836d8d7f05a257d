/** Measures what the core need not wait for: page-load timings, and with consent how a page is used. */
import { dayText } from '../days.ts'
import { forgetPaths } from '../forget.ts'
import type { Core } from '../lazy.ts'
import { quietly } from '../quietly.ts'
import type { SeenPage } from '../seen-page.ts'
import { renewEngaged, takeEngaged, watchEngaged } from './engaged.ts'
import { watchTimings } from './timings.ts'

let core: Core | undefined
let current: SeenPage | undefined

/** Watches this document from now on; `told` is a page that was just told of with consent. */
export function watch(given: Core, told?: SeenPage): void {
  if (!core) begin(given)
  if (!told) return
  current = told
  renewEngaged(told.toldAt!)
}

function begin(given: Core): void {
  core = given
  watchEngaged()
  addEventListener('visibilitychange', () => document.hidden && leave(), true)
  addEventListener('pagehide', leave)
  ;(self.requestIdleCallback ?? setTimeout)(() => quietly(() => watchTimings(tellTiming)))
}

const tellTiming: Parameters<typeof watchTimings>[0] = (metric, value) => {
  const { settings, tell, isGiven, pages } = core!
  const first = pages.first!
  const timing = { metric, value }
  if (first.told && isGiven()) tell('vitals', true, { day: dayText(first.day), path: pathOf(first, settings.detail), ...timing })
  else if (settings.baseline !== 'none') tell('vitals', false, { path: pathOf(first, settings.baseline), ...timing })
}

/** The page is hidden or left: says what it was used for. */
export function leave(): void {
  if (!core || !current?.told) return
  // Withdrawn in another tab, which could not reach what this one remembers.
  if (!core.isGiven()) {
    forgetPaths(core.settings)
    return
  }
  const used = takeEngaged()
  if (!used) return
  const { source, medium, campaign } = current.told
  const path = pathOf(current, core.settings.detail)
  core.tell('leave', true, { day: dayText(current.day), path, source, medium, campaign, ...used })
}

function pathOf(page: SeenPage, tells: 'none' | 'domain' | 'page'): string | undefined {
  return tells === 'page' ? page.path : undefined
}
