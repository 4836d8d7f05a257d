/** The recipes of docs/install.md for the tag, its button, copies and optimisers: taken out of that page and run. */
import { describe, expect, it } from 'vitest'
import { openChromium } from '../hostile/kit/chromium.ts'
import type { Acting, Row } from '../hostile/kit/row.ts'
import { runTable } from '../hostile/kit/run.ts'
import { docBlock } from '../kit/doc.ts'
import { both, doesNothing, recipe, row, warnings, works } from '../kit/install.ts'
import { eventually } from '../kit/temporary.ts'

const tag = recipe('tag')
const at = (head: string, body = '', more: Record<string, unknown> = {}): Row['site'] => ({ pages: { ...both(head, body), ...more } })

const tagRows: Row[] = [
  row('the tag in the head', at(tag), works),
  row('the tag deferred', at(tag.replace('async', 'defer')), works),
  row('the tag at the end of the body', at('', tag), works),
  row('the tag twice on a page', at(tag, tag), works),
  row('the tag by Tag Manager, which keeps its address alone', at(tagManager(tag)), works),
  row('the tag and the button by WordPress', at(wordpress('wp_head'), wordpress('wp_footer')), reopens),
  row('the banner is at the end of the body where the tag says so', at(recipe('mount')), async ({ open, visitor }) => {
    await open()
    await visitor.inSight('Accept')
    expect(await visitor.look(`document.body.lastElementChild.localName`)).toBe('footfall-consent')
  }),
  row('the button opens the question again, and the answer changes', at(tag, recipe('button')), reopens),
  row('the colours that a page sets are the banner’s', at(`<style>${recipe('colours')}</style>${tag}`), async ({ open, visitor }) => {
    await open()
    await visitor.inSight('Accept')
    const worn = `(() => {
      const root = document.querySelector('footfall-consent').shadowRoot
      const style = (selector) => getComputedStyle(root.querySelector(selector))
      const { backgroundColor, color, borderTopColor, colorScheme } = style('section.card')
      const button = style('button')
      return [backgroundColor, style('h2').color, color, borderTopColor, button.color, button.backgroundColor, colorScheme]
    })()`
    const set = [...recipe('colours').matchAll(/--footfall-\w+: (.*);/g)].map(([, value]) => value!)
    expect(await visitor.look(worn)).toEqual(set.map((value) => (value.startsWith('#') ? rgb(value) : value)))
  }),
]

const all = { '/assets/all.js': { copyAfter: 'var other = 1;\n' } }
const copy = recipe('copy')
const [, collector = ''] = / data-collector="([^"]*)"/.exec(copy) ?? []
const inline = `<script>fetch('/assets/all.js').then((answer) => answer.text()).then((text) => {
  const inline = document.createElement('script')
  inline.dataset.collector = '${collector}'
  inline.textContent = text
  document.head.append(inline)
})</script>`

const needs = async (acting: Acting) => {
  await doesNothing(acting)
  expect(warnings(acting)).toEqual(['Footfall needs data-collector'])
}

const copyRows: Row[] = [
  row('a copy: one script of many that is told the collector', at(copy, '', all), works),
  row('a copy: inline, and told the collector', at(inline, '', all), works),
  row('a copy that is not told says so and does nothing', at(copy.replace(/ data-collector="[^"]*"/, ''), '', all), needs),
  row('a module of a collector that knows its address', { ...at(recipe('module')), knowsAddress: true }, works),
  row('a module of one that does not says so and does nothing', at(recipe('module')), needs),
]

const shielded = recipe('optimisers')
/** What each does, by its own documentation, to a script that it is not told to let be. */
const optimisers: Record<string, (page: string) => string> = {
  'Rocket Loader': (page) => scripts(page, (script) => (/data-cfasync="false".* src=/.test(script) ? script : delayed(script))),
  'WP Rocket delays': (page) => scripts(page, (script) => (/ nowprocket[ >]/.test(script) ? script : delayed(script))),
  'WP Rocket copies': (page) => scripts(page, (script) => (/data-no-minify="1"/.test(script) ? script : copied(script))),
  'LiteSpeed delays': (page) => scripts(page, (script) => (/data-no-(optimize|defer)="1"/.test(script) ? script : delayed(script))),
  'LiteSpeed copies': (page) => scripts(page, (script) => (/data-no-optimize="1"/.test(script) ? script : copied(script))),
  'Autoptimize copies': (page) => scripts(page, (script) => (/data-noptimize="1"/.test(script) ? script : copied(script))),
  'Jetpack Boost': (page) => scripts(page, (script) => (/data-jetpack-boost="ignore"/.test(script) ? script : delayed(script))),
}
const byAll = (markup: string) => Object.values(optimisers).reduce((page, optimise) => optimise(page), markup)

const optimiserRows: Row[] = [
  row('optimisers: the shielded tag counts through all of them', at(byAll(shielded), '', all), works),
  row('optimisers: a delayed plain one does not count who presses nothing', at(delayed(tag)), doesNothing),
  row('optimisers: a copied plain one does not know where to send', at(copied(tag), '', all), needs),
]

runTable({ 'docs/install.md': [...tagRows, ...copyRows, ...optimiserRows] }, openChromium)

describe('optimisers', () => {
  it.each(Object.entries(optimisers))('%s: the shielded tag is let be, the plain one is not', (_, optimise) => {
    expect(optimise(shielded)).toBe(shielded)
    expect(optimise(tag)).not.toBe(tag)
  })

  it('the tag in WordPress is the shielded one', () => {
    expect(docBlock('install.md', 'wordpress')).toContain(docBlock('install.md', 'optimisers').trim())
  })

  it('SiteGround’s filter names a part of the tag’s address', () => {
    const [, part = ''] = /\$paths\[\] = '([^']+)'/.exec(docBlock('install.md', 'siteground')) ?? []
    expect(part).not.toBe('')
    expect(docBlock('install.md', 'tag')).toContain(part)
  })
})

/** Says no, opens the question by the page's button, and says yes. */
async function reopens({ open, visitor, events }: Acting): Promise<void> {
  await open()
  await visitor.answer('Reject')
  await visitor.press('button[data-footfall]')
  await visitor.answer('Accept')
  await eventually('both answers', () => events(['consent'], 'action').length >= 3)
  expect(events(['consent'], 'action').flat()).toEqual(['shown', 'refused', 'accepted'])
}

/** The markup that one of the actions of the PHP prints. */
function wordpress(action: string): string {
  const [, markup] =
    new RegExp(`add_action\\( '${action}', function \\(\\) \\{ \\?>\\n([\\s\\S]*?)<\\?php \\} \\);`).exec(recipe('wordpress')) ?? []
  if (!markup) throw new Error(`docs/install.md: the PHP prints nothing at ${action}`)
  return markup
}

function tagManager(markup: string): string {
  return `<script>setTimeout(() => {
  const [, src] = / src="([^"]+)"/.exec(${JSON.stringify(markup).replaceAll('</', '<\\/')})
  const made = document.createElement('script')
  made.async = true
  made.src = src
  document.head.append(made)
}, 200)</script>`
}

function scripts(page: string, change: (script: string) => string): string {
  return page.replace(/<script[^>]*><\/script>/g, change)
}
function delayed(script: string): string {
  return script.replace('<script', '<script type="text/delayed"')
}
function copied(script: string): string {
  return script.replace(/ src="[^"]*"/, ' src="/assets/all.js"')
}

function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((from) => Number.parseInt(hex.slice(from, from + 2), 16)).join(', ')})`
}
