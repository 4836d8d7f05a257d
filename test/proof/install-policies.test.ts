/** The recipes of docs/install.md for policies: as they stand there, and with each word of theirs taken away. */
import { pathToFileURL } from 'node:url'
import { beforeAll, expect } from 'vitest'
import { libraries } from '../hostile/installed.mjs'
import { openChromium } from '../hostile/kit/chromium.ts'
import type { Acting, Row } from '../hostile/kit/row.ts'
import { runTable } from '../hostile/kit/run.ts'
import type { Pages } from '../hostile/kit/website.ts'
import { docBlock } from '../kit/doc.ts'
import { anyPort, both, doesNothing, headerOf, plain, recipe, row, works } from '../kit/install.ts'

const tag = recipe('tag')
const policy = 'content-security-policy'
const violates = { itsOwnErrors: /Content Security Policy/ }

const under = (headers: Record<string, string>, head = tag): Row['site'] => ({
  pages: Object.fromEntries(Object.entries(both(head)).map(([path, body]) => [path, { body, headers }])),
})
/** The policy of a block without what `pattern` finds in it; where that is nothing, it works, and the row fails. */
const lacking = (marker: string, pattern: RegExp) => {
  const { [policy]: whole = '' } = headerOf(marker)
  return { [policy]: whole.replace(pattern, '') }
}
const host = ' http://stats\\.localhost:\\*'

/** People are asked, and nothing arrives. */
const asksInVain = async ({ open, visitor, sees }: Acting) => {
  await open()
  await visitor.answer('Accept')
  await sees()
}

const policies: Row[] = [
  row('a policy that names the collector', under(headerOf('csp')), works),
  row('a policy that names the collector, in the page', { pages: both(`${meta(headerOf('csp'))}${tag}`) }, works),
  row('but not without script-src', under(lacking('csp', new RegExp(`(?<=script-src 'self')${host}`))), doesNothing, violates),
  row('but not without connect-src', under(lacking('csp', new RegExp(`(?<=connect-src 'self')${host}`))), asksInVain, violates),
  row(
    'with a path to the tag pages are counted, and nobody is asked',
    under({ [policy]: headerOf('csp')[policy]!.replace(/(script-src 'self' \S+)(?=;)/, '$1/footfall.js') }),
    countsUnasked,
    violates,
  ),
  row('a strict policy with a nonce', under(headerOf('csp strict'), recipe('csp strict tag')), works),
  row('but not a tag without the nonce', under(headerOf('csp strict')), doesNothing, violates),
  row('which need not say strict-dynamic for it', under(lacking('csp strict', / 'strict-dynamic'/), recipe('csp strict tag')), works),
  row('below a folder of the site’s own host', { ...under(headerOf('csp own'), tag.replace('COLLECTOR', '')), from: 'page' }, works),
]

let helmeted: Record<string, string>
let unhelmeted: Record<string, string>
beforeAll(async () => {
  helmeted = await helmetHeaders(docBlock('install.md', 'helmet'))
  unhelmeted = await helmetHeaders('app.use(helmet())')
}, 300_000)

const behind = (headers: () => Record<string, string>): Pages => {
  const pages: Record<string, string> = { '/': plain(tag), '/about': plain(tag, { title: 'About' }) }
  return ({ path }) => (pages[path] ? { body: pages[path], headers: headers() } : undefined)
}
/** As in browsers that do not say from where a page was come to. */
const older = { before: `delete window.navigation; delete Window.prototype.navigation; window.navigation = undefined` }
/** A second page by a link: its referrer is the site's own host, or none, and it then counts as another visit. */
const comesFrom = (referrer: string | undefined) => async (acting: Acting) => {
  await acting.open()
  await acting.sees('/')
  await acting.visitor.look(`void (location.href = '/about')`)
  await acting.titled('About')
  await acting.sees('/', '/about')
  expect(acting.events(['view'], 'referrer').at(-1)).toEqual([referrer])
}

const helmets: Row[] = [
  row('Helmet with its recipe', { pages: behind(() => helmeted) }, works),
  row(
    'Helmet with its recipe: a second page is no visit, in older browsers too',
    { pages: behind(() => helmeted) },
    comesFrom('www.site.localhost'),
    older,
  ),
  row('but not as it is', { pages: behind(() => unhelmeted) }, doesNothing, violates),
  row(
    'nor its Referrer-Policy, in older browsers',
    { pages: behind(() => ({ ...helmeted, 'referrer-policy': unhelmeted['referrer-policy']! })) },
    comesFrom(undefined),
    older,
  ),
]

runTable({ 'docs/install.md': [...policies, ...helmets] }, openChromium)

async function countsUnasked({ open, visitor, sees }: Acting): Promise<void> {
  await open()
  await visitor.idle()
  await sees('/')
  expect(await visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
}

function meta(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `<meta http-equiv="${name}" content="${value}">`)
    .join('')
}

type Middleware = (request: object, response: object, next: (error?: unknown) => void) => void

/** What the real Helmet answers where an app is told this; upgraded to https nothing here could be reached. */
async function helmetHeaders(code: string): Promise<Record<string, string>> {
  const file = `${await libraries()}/node_modules/helmet/index.mjs`
  const { default: helmet } = (await import(pathToFileURL(file).href)) as { default: unknown }
  const used: Middleware[] = []
  new Function('app', 'helmet', code)({ use: (each: Middleware) => used.push(each) }, helmet)
  expect(used).toHaveLength(1)
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => Object.assign(headers, { [name.toLowerCase()]: value }),
    removeHeader: () => {},
  }
  used[0]!({}, response, (error) => expect(error).toBeUndefined())
  return { ...headers, [policy]: anyPort(headers[policy] ?? '').replace(/;?upgrade-insecure-requests/, '') }
}
