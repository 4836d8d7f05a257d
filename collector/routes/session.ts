/** Signing in by a one-time link, and signing out. */
import type { Context } from 'hono'
import { html } from 'hono/html'
import { isbot } from 'isbot'
import { bounds } from '../../contract/bounds.ts'
import type { Denial, Guard } from '../accounts/authenticate.ts'
import { signIn, signOut } from '../accounts/sign-in.ts'
import { failure } from './answer.ts'
import type { ReadBody } from './body.ts'
import { ownPage } from './own-page.ts'
import type { BuiltFiles } from './pages.ts'
import { denied } from './requires.ts'
import type { PublicHandler } from './route.ts'

export interface SessionDeps extends Guard {
  pages: BuiltFiles
  readBody: ReadBody
}

/** `GET /sign-in?key=…`, the link itself. */
export function openLink(deps: SessionDeps): PublicHandler {
  return (context) => {
    const secret = context.req.query('key') ?? ''
    return isPreview(context) ? context.html(confirmPage(secret, deps.pages), 200, noStore) : enter(deps, context, secret)
  }
}

/** `POST /sign-in`, by the button of the page that a preview got. */
export function submitSignIn(deps: SessionDeps): PublicHandler {
  return async (context) => {
    if (!/^application\/x-www-form-urlencoded\b/i.test(context.req.header('content-type') ?? ''))
      return failure(context, 400, { code: 'malformed', message: 'the body is no form' })
    const form = new TextDecoder().decode(await deps.readBody(context, bounds.formBytes.max))
    return enter(deps, context, new URLSearchParams(form).get('key') ?? '')
  }
}

export function submitSignOut(deps: SessionDeps): PublicHandler {
  return async (context) => {
    await signOut(deps, context)
    return context.redirect('./', 303)
  }
}

const noStore = { 'cache-control': 'no-store' }

async function enter(deps: SessionDeps, context: Context, secret: string): Promise<Response> {
  const result = await signIn(deps, context, secret)
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

function confirmPage(secret: string, pages: BuiltFiles) {
  const body = html`<form method="post" action="sign-in"><input type="hidden" name="key" value="${secret}"><button class="strong">Sign in</button></form>`
  return ownPage({ title: 'Sign in to Footfall', body }, pages)
}

async function refusedPage({ pages }: SessionDeps, context: Context, denial: Denial): Promise<Response> {
  if (denial === 'tooManyAttempts') return denied(context, denial)
  const body = html`<p>It was used already, or is older than ${bounds.signInLinkHours.max} hours. For a new one, run:</p>
<div class="code"><pre><code>npm run footfall -- link</code></pre></div>`
  return context.html(ownPage({ title: 'This link does not sign in any more', body }, pages), 403, noStore)
}
