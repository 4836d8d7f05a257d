/** What docs/install.md says of pages without an address of their own, of copies elsewhere, and of the console's words: run as it stands there. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { openChromium } from '../hostile/kit/chromium.ts'
import type { Acting, Row } from '../hostile/kit/row.ts'
import { runTable } from '../hostile/kit/run.ts'
import { both, doesNothing, plain, recipe, row, settingsOf, warnings } from '../kit/install.ts'
import { eventually } from '../kit/temporary.ts'

const tag = recipe('tag')
const home = { pages: both(tag) }

/** Moves as a router does, by scripts; then these pages have been seen. */
const moves =
  (scripts: string[], ...paths: string[]): Row['act'] =>
  async (acting) => {
    await acting.open()
    await acting.sees('/')
    for (const [index, script] of scripts.entries()) {
      await acting.visitor.look(`void (${script})`)
      await acting.sees(...['/', ...paths].slice(0, index + 2))
    }
    await acting.sees('/', ...paths)
    expect(warnings(acting)).toEqual([])
  }

const hash = [`location.hash = '#/about'`, `location.hash = '#part-of-it'`]
const query = [`history.pushState({}, '', '?page=about&card=7')`, `history.pushState({}, '', '?page=secret')`]
const unaddressed: Row[] = [
  row('routes behind # are pages where the site says so', { ...home, settings: settingsOf('hash') }, moves(hash, '/#/about', '/')),
  row('and else are not', home, moves(hash)),
  row(
    'one key of the query names pages where the site says so',
    { ...home, settings: settingsOf('query') },
    moves(query, '/?page=about', '/'),
  ),
  row('and else does not', home, moves(query)),
  row('the page says which of its pages is shown', home, async (acting) => {
    await acting.open()
    await eventually('it can be said', () => acting.visitor.look(`typeof window.footfall?.view === 'function'`))
    await acting.visitor.look(`void (${recipe('view')})`)
    await acting.sees('/', '/wizard/two')
    expect(warnings(acting)).toEqual([])
  }),
  row(
    'from the first moment with the line before the tag',
    { pages: { '/': plain(`${recipe('stub')}<script>${recipe('view')}</script>${tag}`) } },
    async (acting) => {
      await acting.open()
      await acting.sees('/', '/wizard/two')
      expect(warnings(acting)).toEqual([])
    },
  ),
]

/** The page under another host than the site's: nothing counted or asked there, and the owner sees the host. */
const elsewhere = (host: string): Row['act'] => {
  return async ({ visitor, site, sees, events }) => {
    await visitor.open(`${site.url(host)}/`)
    await visitor.idle()
    await sees()
    expect(await visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
    expect(events(['stray'], 'host')).toEqual([[host]])
    expect(await visitor.jar()).toEqual({})
  }
}
const translated = 'www-site-localhost.translate.localhost'
/** An archive answers its own copy of the tag, and of everything else that is asked below its own address. */
const archived = '/web/20260101js_/http://stats.localhost/footfall.js'
const others: Row[] = [
  row('a translator’s host is not counted, and is named', home, elsewhere(translated)),
  row('but is where the owner has added it', { ...home, settings: { hosts: ['www.site.localhost', translated] } }, async (acting) => {
    await acting.visitor.open(`${acting.site.url(translated)}/`)
    await acting.visitor.inSight('Accept')
    await acting.sees('/')
  }),
  row('a staging copy is not counted, and is named', home, elsewhere('staging.localhost')),
  row(
    'an archive’s copy of the page and the tag is not counted, and reaches nobody',
    {
      pages: {
        '/web/20260101/': plain(tag.replace(/ src="[^"]*footfall\.js/, ` src="${archived}`)),
        [archived]: { copyAfter: '' },
      },
    },
    async ({ visitor, site }) => {
      await visitor.open(`${site.url('archive.localhost')}/web/20260101/`)
      await visitor.idle()
      expect(site.told).toEqual([])
      expect(site.asked.some(({ path }) => path === archived)).toBe(true)
      expect(await visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
    },
  ),
]

/** The console's words as the document's table has them. */
const words = [...readFileSync(new URL('../../docs/install.md', import.meta.url), 'utf8').matchAll(/^\| `(Footfall[ :].*?)` \|/gm)].map(
  ([, text]) => text!,
)
const says = (start: string) => {
  const found = words.filter((text) => text.startsWith(start))
  expect(found, start).toHaveLength(1)
  return found[0]!
}
const warned = (start: string, pages: Row['site']['pages'], act: (acting: Acting) => Promise<void> = doesNothing): Row =>
  row(`the console says: ${says(start)}`, { pages }, async (acting) => {
    await act(acting)
    await eventually('a warning', () => warnings(acting).length > 0)
    expect(warnings(acting)).toEqual([says(start)])
  })

const warnedOf: Row[] = [
  warned('Footfall needs', { ...both(tag.replace(/ src="[^"]*"/, ' src="/copy.js"')), '/copy.js': { copyAfter: '' } }),
  warned('Footfall: there is no site', both(tag.replace('site=site.localhost', 'site=example.org'))),
  warned('Footfall: name the site', both(tag.replace('?site=site.localhost', ''))),
  warned('Footfall: there is nothing', both(tag.replace('footfall.js', 'footfal.js'))),
  warned('Footfall: view()', both(tag), async ({ open, visitor, sees }) => {
    await open()
    await eventually('it can be said', () => visitor.look(`typeof window.footfall?.view === 'function'`))
    await visitor.look(`footfall.view('about')`)
    await sees('/')
  }),
]

runTable({ 'docs/install.md': [...unaddressed, ...others, ...warnedOf] }, openChromium)
