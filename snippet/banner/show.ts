/** The banner as a visitor sees it: a plain region in a shadow root, made without markup so that every policy lets it be. */
import { css } from './css.ts'
import type { Words } from './words.ts'

export interface ToShow {
  words: Words
  /** The language of the words. */
  lang: string
  site: string
  now: 'unasked' | 'yes' | 'no' | 'signalled'
  opener: HTMLElement | undefined
  answer(yes: boolean): void
  close(): void
}

export interface Shown {
  remove(): void
}

export function show(given: ToShow): Shown {
  const host = document.createElement('footfall-consent')
  const root = host.attachShadow({ mode: 'open' })
  // A constructed sheet is no inline style: a strict policy lets it be.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  const region = regionOf(given)
  root.append(region)
  // First in the page, so that the keyboard reaches it first; it lies over the page's foot.
  document.body.prepend(host)
  const unhide = keepClear(region)
  if (given.opener) region.focus()
  return {
    remove() {
      const hadFocus = document.activeElement === host
      host.remove()
      unhide()
      if (hadFocus) given.opener?.focus()
    },
  }
}

function regionOf({ words, lang, site, now, opener, answer, close }: ToShow): HTMLElement {
  const region = made('section', '', {
    lang,
    dir: words.dir ?? 'ltr',
    tabindex: '-1',
    'aria-labelledby': 'title',
    'aria-describedby': 'purpose',
  })
  const choices = made('div', '', { class: 'choices' })
  const button = (text: string, act: () => void) => {
    const element = made('button', text, { type: 'button' })
    element.addEventListener('click', act)
    choices.append(element)
  }
  region.append(made('h2', words.title, { id: 'title' }), made('p', words.purpose.replace('{site}', site), { id: 'purpose' }))
  if (now !== 'unasked') region.append(made('p', words[now], { class: 'now' }))
  if (now === 'signalled') button(words.close, close)
  else {
    // Alike in size, colour and effort: no answer is made easier than the other.
    button(words.reject, () => answer(false))
    button(words.accept, () => answer(true))
  }
  region.append(choices)
  // Escape leaves everything as it is; where nothing was asked for, it would not be an answer.
  if (opener) region.addEventListener('keydown', (event) => event.key === 'Escape' && close())
  return region
}

function made(tag: string, text: string, attributes: Record<string, string>): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  for (const name in attributes) element.setAttribute(name, attributes[name]!)
  return element
}

/** What has the focus is never behind the banner (WCAG 2.2, 2.4.11): not as it is scrolled to, and not at the page's foot. */
function keepClear(region: HTMLElement): () => void {
  const { style } = document.documentElement
  const { scrollPaddingBottom, paddingBottom } = style
  style.scrollPaddingBottom = style.paddingBottom = `${region.offsetHeight + 32}px`
  return () => Object.assign(style, { scrollPaddingBottom, paddingBottom })
}
