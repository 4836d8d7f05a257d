/** Signing in by a one-time link, and signing out. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { isbot } from 'isbot'
import { bounds } from '../../contract/bounds.ts'
import { cameFromHere, type Denial, type Guard, signIn, signOut } from '../accounts/authenticate.ts'
import { failure } from './answer.ts'
import type { ReadBody } from './body.ts'
import { ownPage } from './own-page.ts'
import type { Pages } from './pages.ts'
import { denied } from './query.ts'

export interface SessionDeps {
  pages: Pages
  guard: Guard
  readBody: ReadBody
  addressOf: (request: Request, environment: unknown) => string
}

export function sessionRoutes(deps: SessionDeps): Hono {
  const routes = new Hono()
  routes.get('/sign-in', (context) => {
    const secret = context.req.query('key') ?? ''
    return isPreview(context) ? context.html(confirmPage(secret, deps.pages), 200, noStore) : enter(deps, context, secret)
  })
  routes.post('/sign-in', async (context) => {
    if (!cameFromHere(deps.guard, context)) return denied(context, 'forbidden')
    if (!/^application\/x-www-form-urlencoded\b/i.test(context.req.header('content-type') ?? ''))
      return failure(context, 400, { code: 'malformed', message: 'the body is no form' })
    const form = new TextDecoder().decode(await deps.readBody(context, bounds.formBytes.max))
    return enter(deps, context, new URLSearchParams(form).get('key') ?? '')
  })
  routes.post('/sign-out', async (context) => {
    if (!cameFromHere(deps.guard, context)) return denied(context, 'forbidden')
    await signOut(deps.guard, context)
    return context.redirect('./', 303)
  })
  return routes
}

const noStore = { 'cache-control': 'no-store' }

async function enter(deps: SessionDeps, context: Context, secret: string): Promise<Response> {
  const address = deps.addressOf(context.req.raw, context.env)
  const result = await signIn(deps.guard, context, { secret, address })
  return result === 'signedIn' ? home(context) : refusedPage(deps, context, result)
}

function home(context: Context): Response {
  context.header('cache-control', 'no-store')
  return context.redirect('./', 303)
}

/**
 * A chat or a mail program that shows a preview of the link must not use it up: those say what they are,
 * or that they only fetch ahead. They get a page with a button. A browser that navigates is let in at once.
 */
function isPreview(context: Context): boolean {
  const header = (name: string) => context.req.header(name) ?? ''
  if (context.req.method === 'HEAD' || /prefetch|preview/i.test(header('sec-purpose') + header('purpose') + header('x-purpose')))
    return true
  if (header('sec-fetch-mode') === 'navigate') return false
  const agent = header('user-agent')
  return isbot(agent) && !/^(curl|wget|httpie|node|undici)\b/i.test(agent)
}

function confirmPage(secret: string, pages: Pages) {
  const body = html`<form method="post" action="sign-in"><input type="hidden" name="key" value="${secret}"><button class="strong">Sign in</button></form>`
  return ownPage({ title: 'Sign in to Footfall', body }, pages)
}

async function refusedPage({ pages }: SessionDeps, context: Context, denial: Denial): Promise<Response> {
  if (denial === 'tooManyAttempts') return denied(context, denial)
  const body = html`<p>It was used already, or is older than 24 hours. For a new one, run:</p>
<div class="code"><pre><code>npm run footfall -- link</code></pre></div>`
  return context.html(ownPage({ title: 'This link does not sign in any more', body }, pages), 403, noStore)
}
