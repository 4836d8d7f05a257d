/** The question for consent: opened where there is no answer yet or the visitor wants to change it, one at a time. */
import type { ConsentEvent } from '../../contract/event.ts'
import type { Core } from '../lazy.ts'
import { isSignalled } from '../signal.ts'
import { choose } from './choose.ts'
import { type Shown, show } from './show.ts'
import { wordsFor } from './words.ts'

let shown: Shown | undefined
// Both are told once a document, and only of a banner that showed itself.
let toldShown = false
let toldLeft = false

/** Opens the banner; `opener` is what the visitor pressed for it, absent where the page asks by itself. */
export function open(core: Core, opener?: HTMLElement): void {
  const isAsking = !opener
  // It may have been answered in another tab, and where no answer can be kept it would be asked for ever.
  if (isAsking && (shown || core.answered() !== undefined || !navigator.cookieEnabled)) return
  close()
  const { lang, words } = wordsFor(document.documentElement.lang)
  const tell = (action: ConsentEvent['action']) =>
    core.tell('consent', core.isGiven(), { policy: core.settings.policy, action, layer: 1, method: 'banner', lang })
  const answer = (yes: boolean) => {
    close()
    choose(core, yes, tell)
  }
  shown = show({ words, lang, site: core.settings.site, now: stateOf(core), opener, answer, close })
  if (!isAsking || toldShown) return
  toldShown = true
  tell('shown')
  addEventListener('pagehide', () => {
    if (toldLeft || !shown || core.answered() !== undefined) return
    toldLeft = true
    tell('left')
  })
}

/** Takes it away, answered or not; what had the focus before has it again. */
export function close(): void {
  shown?.remove()
  shown = undefined
}

function stateOf(core: Core): 'unasked' | 'yes' | 'no' | 'signalled' {
  if (isSignalled) return 'signalled'
  return core.isGiven() ? 'yes' : core.answered() === undefined ? 'unasked' : 'no'
}
