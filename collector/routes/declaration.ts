/** What a site's owner declares of consent, for everybody to read; and the schema of the file in which it is declared. */
import { toJsonSchema } from '@valibot/to-json-schema'
import type { Context } from 'hono'
import { bounds } from '../../contract/bounds.ts'
import { type Declaration, givenDeclaration } from '../../contract/consent/declaration.ts'
import type { Sites } from '../ports.ts'
import { cookieSuffix } from '../sites/cookies.ts'
import { siteNamed } from '../sites/site-named.ts'
import { shownHost } from '../sites/typed.ts'
import { type Content, content, etagOf, shared } from './answer.ts'
import { declarationPage } from './declaration-page.ts'
import { jsonSchemaConfig } from './json-schema.ts'
import { ownPage } from './own-page.ts'
import type { BuiltFiles } from './pages.ts'
import type { PublicHandler } from './route.ts'

export interface DeclarationDeps {
  sites: Sites
  pages: BuiltFiles
}

/** `GET /declaration?site=…`, in the language of `lang` where the owner has written in it. */
export function showDeclaration({ sites, pages }: DeclarationDeps): PublicHandler {
  return async (context) => {
    const asked = (context.req.query('site') ?? '').toLowerCase()
    const site = siteNamed(sites, asked)
    if (!site) return context.html(notThere(asked, pages), 404, { 'cache-control': 'no-store' })
    const language = languageFor(site.consent, context.req.query('lang') ?? '')
    const body = String(await declarationPage({ site, language, suffix: cookieSuffix(site, sites.all()) }, pages))
    // Always the settings in force: what is kept is asked for again.
    return content(context, { body, type: 'text/html; charset=utf-8', etag: await etagOf(body), cache: 'no-cache' })
  }
}

function notThere(asked: string, pages: BuiltFiles) {
  const said = asked.slice(0, bounds.saidCharacters.max)
  return ownPage(
    { title: 'There is no such site here', body: said === '' ? 'Name it: declaration?site=example.org' : shownHost(said) },
    pages,
  )
}

/** The one that is asked for, or its language without a region, or the site's own. */
function languageFor(consent: Declaration | undefined, asked: string): string {
  const languages = consent?.languages ?? []
  const is = (wanted: string) => languages.find((each) => each.toLowerCase() === wanted)
  const wanted = asked.toLowerCase().replaceAll('_', '-')
  return is(wanted) ?? is(wanted.split('-')[0] ?? '') ?? languages[0] ?? 'en'
}

/** `GET /consent.schema.json`: an editor that finds it under `$schema` completes the file, and says what it does not know. */
export function declarationSchemaRoute(): (context: Context) => Promise<Response> {
  let made: Promise<Content> | undefined
  return async (context) => {
    made ??= schemaFile()
    return content(context, await made, shared)
  }
}

async function schemaFile(): Promise<Content> {
  const schema = toJsonSchema(givenDeclaration, { ...jsonSchemaConfig, target: 'draft-07' })
  const body = JSON.stringify({ title: 'What a site declares of consent', ...schema })
  return { body, type: 'application/json', etag: await etagOf(body), cache: 'public, max-age=300' }
}
