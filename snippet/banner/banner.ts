/** The question for consent: opened where there is no answer yet or the visitor wants to change it, one at a time. */
import type { ConsentEvent } from '../../contract/events.ts'
import type { CoreApi } from '../core-api.ts'
import { swallowErrors } from '../swallow-errors.ts'
import { choose } from './choose.ts'
import { type Shown, show } from './show.ts'
import { textsFor } from './words.ts'

type Report = (action: ConsentEvent['action']) => void

let shown: Shown | undefined
/** There is no answer yet; else the visitor has opened it to change one. */
let isAsking = false
/** An answer that the browser did not keep is not asked for again. */
let mayAsk = true
/** Once a document, and only for a question that came into sight; so is that it was left open. */
let hasReported = false
/** The site's other tabs: an answer there is one here. */
let tabs: BroadcastChannel | undefined

/** Opens the banner; `opener` is what the visitor pressed for it. Absent, the page asks by itself, or tells one that asks that there is an answer. */
export async function open(core: CoreApi, opener?: HTMLElement): Promise<void> {
  const { settings } = core
  if (!opener && core.answered() !== undefined) close()
  // It may have been answered in another tab, and where no answer can be kept it would be asked for ever.
  const isIdle = () => !opener && (shown?.isThere() || core.answered() !== undefined || !mayAsk || !keepsAnswers())
  // Anew where the page comes out of the back/forward cache with the question on it.
  listen(core)
  if (isIdle()) return
  const { lang, texts } = await textsFor(document.documentElement.lang, settings)
  if (isIdle()) return
  remove()
  const report: Report = (action) =>
    core.tell('consent', core.isGiven(), { policy: settings.policy, action, layer: 1, method: 'banner', lang })
  const answer = (yes: boolean) => {
    const banner = shown
    // Before the browser has said that it is in sight.
    if (isAsking) reportSeen(core, report)
    isAsking = false
    shown = undefined
    // Whatever happens on the way, the question goes, and the page hears nothing of it.
    const isKept = swallowErrors(() => choose(core, yes ? 's' : '', report)) ?? true
    mayAsk &&= isKept
    banner?.end(isKept ? (yes ? texts.yes : texts.no) : '')
    if (isKept) tabs?.postMessage(0)
  }
  const now = stateOf(core)
  isAsking = now === 'unasked'
  shown = show({ texts, lang, now, opener, answer, close: remove, seen: () => isAsking && reportSeen(core, report) })
}

/** Takes one away that asks: there is an answer. What a visitor has opened to change it stays. A core of yesterday calls it too. */
export function close(): void {
  if (isAsking) remove()
}

function remove(): void {
  isAsking = false
  shown?.end()
  shown = undefined
}

function reportSeen(core: CoreApi, report: Report): void {
  if (hasReported) return
  hasReported = true
  report('shown')
  addEventListener('pagehide', () => isAsking && core.answered() === undefined && report('left'), { once: true })
}

/** Open only while the page is shown: some browsers do not keep a page with an open channel for going back to. */
function listen({ settings }: CoreApi): void {
  if (tabs) return
  // Of the same policy: what is said there is an answer here. Its cookie may come later than the word of it (Firefox).
  tabs = swallowErrors(() => new BroadcastChannel(`footfall ${settings.site} ${settings.policy}`))
  if (!tabs) return
  tabs.onmessage = close
  const end = () => {
    tabs?.close()
    tabs = undefined
  }
  addEventListener('pagehide', end, { once: true })
}

/** False where the browser keeps no cookie, which some say only by refusing the tab's storage; nothing is read of it. */
function keepsAnswers(): boolean {
  return navigator.cookieEnabled && swallowErrors(() => sessionStorage) !== undefined
}

function stateOf(core: CoreApi): 'unasked' | 'yes' | 'no' | 'signalled' {
  if (core.isSignalled) return 'signalled'
  return core.isGiven() ? 'yes' : core.answered() === undefined ? 'unasked' : 'no'
}
