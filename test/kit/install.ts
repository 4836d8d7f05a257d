/** The recipes of docs/install.md as they stand there, for the hosts of the hostile pages, and what one that works does. */
import { expect } from 'vitest'
import { parseArguments } from '../../collector/node/cli/parse-arguments.ts'
import type { Acting, Row } from '../hostile/kit/row.ts'
import type { Asked, Pages } from '../hostile/kit/website.ts'
import { docBlock } from './doc.ts'
import { eventually } from './temporary.ts'

/** A block of the page, for a page's markup or script: `COLLECTOR` is replaced where it is served. */
export function recipe(marker: string): string {
  return docBlock('install.md', marker)
    .trim()
    .replaceAll('https://stats.example.org', 'COLLECTOR')
    .replaceAll('https:\\/\\/stats\\.example\\.org', 'http:\\/\\/stats\\.localhost:\\d+')
    .replaceAll('site=example.org', 'site=site.localhost')
}

/** A header of a block, for the hosts of hostile pages on any port. */
export function headerOf(marker: string): Record<string, string> {
  const [, name = '', value = ''] = /^([\w-]+): (.*)$/.exec(docBlock('install.md', marker).trim()) ?? []
  return { [name.toLowerCase()]: anyPort(value) }
}

export const anyPort = (policy: string) => policy.replaceAll('https://stats.example.org', 'http://stats.localhost:*')

/** The site's settings by the command of a block, through the command line's own reading. */
export function settingsOf(marker: string): Row['site']['settings'] {
  const words = docBlock('install.md', marker).trim().split(' ')
  expect(words.slice(0, 4)).toEqual(['npm', 'run', 'footfall', '--'])
  const parsed = parseArguments(words.slice(4))
  if (!('command' in parsed) || parsed.command.command !== 'site add')
    throw new Error(`docs/install.md: no such command: ${words.join(' ')}`)
  const { domain, ...settings } = parsed.command.site
  expect(domain).toBe('example.org')
  return settings as Row['site']['settings']
}

/** A page without any style or script of its own, which a policy might forbid. */
export function plain(head: string, { title = 'Home', body = '' } = {}): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}</head><body><main><h1>${title}</h1></main>${body}</body></html>`
}

/** Two pages with this in their heads. */
export const both = (head: string, body = '') => ({ '/': plain(head, { body }), '/about': plain(head, { title: 'About', body }) })

/** Pages that know their own address: `https://www.example.org` of a recipe is theirs. */
export function atHome(pages: (path: string) => string | undefined, type: (path: string) => string = () => 'text/html'): Pages {
  return ({ path, headers }: Asked) => {
    const body = pages(path)?.replaceAll('https://www.example.org', `http://${headers.host}`)
    return body === undefined ? undefined : { body, type: `${type(path)}; charset=utf-8` }
  }
}

export const row = (name: string, site: Row['site'], act: Row['act'], more: Partial<Row> = {}): Row => ({
  name,
  source: 'docs/install.md',
  site,
  act,
  ...more,
})

/** What the consoles of the pages said in our name. */
export const warnings = ({ visitor }: Acting) => visitor.warnings.filter((text) => text.startsWith('Footfall'))

/** Counted, asked, answered, measured, a second page too; and no word in the console. */
export async function works(acting: Acting): Promise<void> {
  const { open, visitor, sees, events } = acting
  await open()
  await visitor.answer('Accept')
  await sees('/', 'accept /')
  await open('/about')
  await sees('/', 'accept /', '/about')
  expect(events(['view'], 'visit', 'from', 'consent').at(-1)).toEqual([2, '/', true])
  await eventually('it is measured', () => events(['vitals'], 'metric').length > 0)
  expect(warnings(acting)).toEqual([])
}

/** Not counted, and nobody is asked. */
export async function doesNothing({ open, visitor, sees }: Acting): Promise<void> {
  await open()
  await visitor.idle()
  await sees()
  expect(await visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
}
