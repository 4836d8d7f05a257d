/** The banner as a visitor sees it: a plain region in a shadow root, made without markup so that every policy lets it be. */
import { swallowErrors } from '../swallow-errors.ts'
import { css } from './css.ts'
import { keepClear } from './keep-clear.ts'
import { mount } from './mount.ts'
import type { Texts } from './words.ts'

export interface ToShow {
  texts: Texts
  /** The language of the words. */
  lang: string
  now: 'unasked' | 'yes' | 'no' | 'signalled'
  opener: HTMLElement | undefined
  answer(yes: boolean): void
  close(): void
  /** It has come into sight. */
  seen(): void
}

export interface Shown {
  /** False where the page has taken it away. */
  isThere(): boolean
  /** Takes it away; what had the focus before has it again. With a text that is said in its place for a moment. */
  end(said?: string): void
}

/** How long an answer is said to be kept. */
const saidMilliseconds = 3_000

/** Takes away what is still said of the answer before. */
let unsay: (() => void) | undefined

export function show(given: ToShow): Shown {
  unsay?.()
  const { opener } = given
  const host = document.createElement('footfall-consent')
  const root = host.attachShadow({ mode: 'open' })
  const acts = new Map<EventTarget, () => void>()
  const region = regionOf(given, acts)
  const status = made('p', '', { role: 'status' })
  addStyle(root)
  root.append(region, status)
  const unmount = mount(host, opener)
  const unclear = keepClear(region, given.seen)
  // Before the page, which may let no click through beside a menu or a dialog of its own.
  const press = (event: Event) => acts.get(event.composedPath()[0]!)?.()
  addEventListener('click', press, true)
  if (opener) region.focus()
  return {
    isThere: () => host.isConnected,
    end(said) {
      const hadFocus = document.activeElement === host
      region.remove()
      removeEventListener('click', press, true)
      unclear()
      if (hadFocus) opener?.focus({ preventScroll: true })
      if (!said) return unmount()
      status.textContent = said
      status.className = 'card'
      swallowSecondClick()
      unsay = unmount
      setTimeout(unmount, saidMilliseconds)
    },
  }
}

/** A constructed sheet is no inline style: a strict policy lets it be. Older browsers have none. */
function addStyle(root: ShadowRoot): void {
  const sheet = swallowErrors(() => new CSSStyleSheet())
  if (!sheet?.replaceSync) root.append(made('style', css, {}))
  else {
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
  }
}

/** `acts` is filled with what each button does. */
function regionOf({ texts, lang, now, answer, close }: ToShow, acts: Map<EventTarget, () => void>): HTMLElement {
  const region = made('section', '', {
    class: 'card',
    lang,
    dir: texts.dir,
    tabindex: '-1',
    'aria-labelledby': 'title',
    'aria-describedby': 'purpose',
    'data-nosnippet': '',
  })
  const choices = made('div', '', { class: 'choices' })
  const button = (text: string, act: () => void) => {
    const element = made('button', text, { type: 'button' })
    acts.set(element, act)
    choices.append(element)
  }
  region.append(
    made('h2', texts.title, { id: 'title' }),
    made('p', now === 'signalled' ? texts.signalled : texts.purpose, { id: 'purpose' }),
  )
  if (now === 'signalled') button(texts.close, close)
  else {
    if (now !== 'unasked') region.append(made('p', texts[now], { class: 'now' }))
    // Alike in size, colour and effort: no answer is made easier than the other.
    button(texts.reject, () => answer(false))
    button(texts.accept, () => answer(true))
  }
  region.append(choices)
  // Escape leaves everything as it is; to a question it would not be an answer.
  if (now !== 'unasked') region.addEventListener('keydown', (event) => event.key === 'Escape' && close())
  return region
}

function made(tag: string, text: string, attributes: Record<string, string>): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}

/** The second click of a double click would fall on what lay below. */
function swallowSecondClick(): void {
  const swallow = (event: MouseEvent) => {
    if (event.detail < 2) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  addEventListener('click', swallow, { capture: true, once: true })
}
