/** An app's page beside the same page without the tag: its markup, its console, and the banner in it. */
import { expect } from 'vitest'
import type { HeldBack } from '../kit/app.ts'
import type { Acting } from '../kit/row.ts'
import { hosts } from '../kit/website.ts'

/** Runs before a page: counts how often the banner is put into it. */
export const watched = `
window.timesPut = 0
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const each of addedNodes) if (each.localName === 'footfall-consent') timesPut++
}).observe(document, { childList: true, subtree: true })`

/** At home and after a move: the same markup and warnings as without the tag, but for one banner. `scripts`: they come only once it is there. */
export async function unchanged(acting: Acting, scripts?: HeldBack): Promise<void> {
  const { visitor, site, titled } = acting
  const take = async () => {
    const taken: unknown[] = [await markup(acting)]
    await visitor.press('#to-about')
    await titled('About')
    taken.push(await markup(acting), visitor.warnings.splice(0))
    return taken
  }
  await visitor.open(`${site.url(hosts.other)}/`)
  await titled('Home')
  const bare = await take()
  if (scripts) {
    scripts.hold()
    await visitor.open(`${site.url()}/`, 'commit')
    await visitor.inSight('Reject')
    scripts.release()
  } else await visitor.open(`${site.url()}/`)
  await titled('Home')
  await visitor.inSight('Reject')
  expect(await take()).toEqual(bare)
  await visitor.inSight('Reject')
  expect(await banners(acting)).toBe(1)
  expect(await visitor.look('timesPut')).toBe(1)
}

export const banners = ({ visitor }: Acting) => visitor.look<number>(`document.querySelectorAll('footfall-consent').length`)

/**
 * The markup without the banner, by its elements. What the app fetches ahead when it has time, and the order of attributes and of the head,
 * differ from load to load.
 */
async function markup({ visitor }: Acting): Promise<string[]> {
  await visitor.idle()
  await visitor.look(rests)
  return visitor.look<string[]>(`(() => {
    const copy = document.documentElement.cloneNode(true)
    for (const each of copy.querySelectorAll('footfall-consent, link[rel=prefetch], link[rel=modulepreload]')) each.remove()
    for (const each of [copy, ...copy.querySelectorAll('*')]) {
      const attributes = [...each.attributes].sort((one, other) => (one.name < other.name ? -1 : 1))
      for (const attribute of attributes) each.removeAttributeNode(attribute)
      for (const attribute of attributes) each.setAttributeNode(attribute)
    }
    const split = (text) => text.replaceAll(location.origin, '').split(/(?<=>)(?=<)/)
    const [head, body] = [copy.querySelector('head'), copy.querySelector('body')].map((each) => split(each.outerHTML))
    return [copy.cloneNode().outerHTML, ...head.sort(), ...body]
  })()`)
}

/** Until nothing in the page has changed for half a second, and nothing moves. */
const rests = `new Promise((resolve) => {
  let timer
  const look = () => {
    if (document.getAnimations().some(({ playState }) => playState === 'running')) return again()
    observer.disconnect()
    resolve(true)
  }
  const again = () => { clearTimeout(timer); timer = setTimeout(look, 500) }
  const observer = new MutationObserver(again)
  observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true })
  again()
})`
