/** What holds in every built app of `frameworks/`, whatever its router and however it takes its page over. */
import { expect } from 'vitest'
import { moveMilliseconds } from '../../../contract/limits.ts'
import type { Descriptor } from '../installed.mjs'
import { heldBack, pagesOfApp } from '../kit/app.ts'
import { type Acting, type Row, settle } from '../kit/row.ts'
import { hosts, type WebsiteOptions } from '../kit/website.ts'
import { banners, unchanged, watched } from './app-page.ts'
import { stepper, withoutNavigation } from './moves.ts'

/** Routers that do nothing without it. */
const needNavigation = ['angular-navigation']
/** Apps whose redirect is a document of its own, without a tag. */
const redirectByDocument = ['astro']
/** Apps that put the tag into the page themselves, once their own scripts are there. */
const tagByApp = ['next']

/** The rows of an app, by what they say; `folder` is where it was built. */
export function rowsOf(folder: string, descriptor: Descriptor): Row[] {
  const { name, source } = descriptor
  // The domain that the apps' tags name.
  const site: WebsiteOptions = {
    pages: pagesOfApp(folder, descriptor),
    settings: { domain: 'site.test', hosts: [hosts.www] },
    bareHost: hosts.other,
  }
  const scripts = heldBack(site.pages, /\.m?js$/)
  const row = (says: string, act: Row['act'], more: Partial<Row> = {}): Row => ({ name: says, source, site, act, ...more })
  const moves = (acting: Acting) => walk(acting, descriptor)
  const older = { before: `${withoutNavigation};${unhurried}` }
  const late = row('its page stays as it is, asked before its scripts have come', (acting) => unchanged(acting, scripts), {
    before: watched,
    site: { ...site, pages: scripts.pages },
  })
  return [
    row('no view lost or doubled', moves, { before: unhurried }),
    ...(needNavigation.includes(name) ? [] : [row('no view lost or doubled, without the Navigation API', moves, older)]),
    row('the answer is asked once, and taken back', answer),
    row('its page stays as it is', (acting) => unchanged(acting), { before: watched }),
    ...(tagByApp.includes(name) ? [] : [late]),
  ]
}

/** Runs before a page. A busy machine may need longer for an app's redirect than the tag waits: it waits on where `isUnhurried` is set. */
const unhurried = `{
  const real = setTimeout
  window.setTimeout = (act, wait, ...given) => (window.isUnhurried && wait === ${moveMilliseconds} ? 0 : real(act, wait, ...given))
}`

/** Presses the link that the app leads on to About; the move counts once that is there. */
async function redirected(acting: Acting): Promise<void> {
  await acting.visitor.look('window.isUnhurried = true')
  await acting.visitor.press('#to-old')
  await acting.titled('About')
  await settle(acting)
  await acting.visitor.look('window.isUnhurried = false')
}

/** Every way through the app; the question stands all the while and is in nobody's way. */
async function walk(acting: Acting, { name, redirect, replace }: Descriptor): Promise<void> {
  const { visitor, events } = acting
  const { step } = stepper(acting)
  await step(() => openAlive(acting), 'Home', '/')
  await visitor.inSight('Reject')
  await step(() => visitor.press('#to-about'), 'About', '/about')
  await step(() => visitor.press('#to-contact'), 'Contact', '/contact')
  await step(() => visitor.back(), 'About', '/about')
  await step(() => visitor.back(), 'Home', '/')
  await step(() => visitor.forward(), 'About', '/about')
  await expectAlive(acting)
  await step(() => reloadAlive(acting), 'About', '/about')
  await step(() => visitor.press('#to-home'), 'Home', '/')
  await expectAlive(acting)
  if (redirect) {
    await step(() => redirected(acting), 'About', redirect)
    await step(() => visitor.press('#to-home'), 'Home', '/')
  }
  if (replace) {
    await step(() => visitor.press('#replace-contact'), 'Contact')
    await step(() => visitor.press('#to-about'), 'About', '/about')
    // The entry that has another name since.
    await step(() => visitor.back(), 'Contact', replace)
  }
  // Whatever comes late has come.
  await visitor.idle()
  await step(async () => {}, replace ? 'Contact' : 'Home')
  const [[first], ...others] = events(['view'], 'referrer') as [unknown[], ...unknown[][]]
  expect([first, ...new Set(others.flat())]).toEqual([undefined, hosts.www])
  expect(await banners(acting)).toBe(1)
  const documents = redirectByDocument.includes(name) ? 3 : 2
  expect(events(['consent'], 'action').flat().sort()).toEqual([
    ...Array.from({ length: documents - 1 }, () => 'left'),
    ...Array.from({ length: documents }, () => 'shown'),
  ])
}

/** A yes, kept over moves and a reload, and taken back on a later page. */
async function answer(acting: Acting): Promise<void> {
  const { visitor, events } = acting
  const { step, accept } = stepper(acting)
  const unasked = async (...given: Parameters<typeof step>) => {
    await step(...given)
    expect(await visitor.look(`document.querySelector('footfall-consent')?.shadowRoot.querySelector('button') ?? null`)).toBe(null)
  }
  await step(() => openAlive(acting), 'Home', '/')
  await accept('/')
  await unasked(() => visitor.press('#to-about'), 'About', '/about')
  await unasked(() => visitor.press('#to-contact'), 'Contact', '/contact')
  await unasked(() => visitor.back(), 'About', '/about')
  await unasked(() => reloadAlive(acting), 'About', '/about')
  await unasked(() => visitor.press('#to-contact'), 'Contact', '/contact')
  await unasked(() => visitor.press('#to-home'), 'Home', '/')
  await visitor.press('#choices')
  await visitor.answer('Reject')
  await unasked(() => visitor.press('#to-about'), 'About', '/about')
  await expectAlive(acting)
  expect(events(['view', 'accept'], 'type', 'consent', 'visit')).toEqual([
    ['view', false, undefined],
    ['accept', true, 1],
    ['view', true, 2],
    ['view', true, 3],
    ['view', true, 4],
    // Five is told as four, and seven to ten as six (docs/counting.md).
    ['view', true, undefined],
    ['view', true, 6],
    ['view', true, undefined],
    ['view', false, undefined],
  ])
  expect(events(['consent'], 'action').flat()).toEqual(['shown', 'accepted', 'withdrawn'])
  expect(Object.keys(await visitor.jar())).toEqual(['ff_consent'])
}

/** Until the app is at work in its page, so that its links are its own and lead to no document. */
async function openAlive(acting: Acting): Promise<void> {
  await acting.open()
  await alive(acting)
}

async function reloadAlive(acting: Acting): Promise<void> {
  await acting.visitor.reload()
  await alive(acting)
}

async function alive({ visitor }: Acting): Promise<void> {
  await visitor.idle()
  await visitor.look('window.isSame = true')
}

/** All moves since then were the app's own, in one document. */
async function expectAlive({ visitor }: Acting): Promise<void> {
  expect(await visitor.look('window.isSame')).toBe(true)
}
