/** Signing in by a one-time link, and signing out. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { isbot } from 'isbot'
import { cameFromHere, type Denial, type Guard, signIn, signOut } from '../auth/authenticate.ts'
import { failure } from './answer.ts'
import { denied } from './query.ts'

export interface SessionDeps {
  guard: Guard
  addressOf: (request: Request, environment: unknown) => string
}

export function sessionRoutes(deps: SessionDeps): Hono {
  const routes = new Hono()
  const small = bodyLimit({
    maxSize: 1_024,
    onError: (context) => failure(context, 413, { code: 'tooLarge', message: 'the form is small' }),
  })
  routes.get('/sign-in', (context) => {
    const secret = context.req.query('key') ?? ''
    return isPreview(context) ? context.html(confirmPage(secret), 200, noStore) : enter(deps, context, secret)
  })
  routes.post('/sign-in', small, async (context) => {
    if (!cameFromHere(deps.guard, context)) return denied(context, 'forbidden')
    const form = await context.req.parseBody()
    return enter(deps, context, typeof form.key === 'string' ? form.key : '')
  })
  routes.post('/sign-out', small, async (context) => {
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
  return result === 'signedIn' ? home(context) : refusedPage(context, result)
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

const page = (title: string, body: unknown) => html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${title}</title>
<main>
<h1>${title}</h1>
${body}
</main>
</html>`

const confirmPage = (secret: string) =>
  page(
    'Sign in to Footfall',
    html`<form method="post" action="sign-in"><input type="hidden" name="key" value="${secret}"><button>Sign in</button></form>`,
  )

async function refusedPage(context: Context, denial: Denial): Promise<Response> {
  if (denial === 'tooManyAttempts') return denied(context, denial)
  const body = html`<p>It was used already, or is older than 24 hours. Another one: <code>npm run footfall -- link</code></p>`
  return context.html(page('This link does not sign in any more', body), 403, noStore)
}
