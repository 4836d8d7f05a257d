/** The route table: every address but the intake's and the pages', and who may ask there. The app has no other. */
import type { Guard } from '../accounts/authenticate.ts'
import { type CommandRouteDeps, carryOut } from './commands.ts'
import { type DeclarationDeps, declarationSchemaRoute, showDeclaration } from './declaration.ts'
import { type HealthDeps, showHealth } from './health.ts'
import { openapiRoute } from './openapi.ts'
import { answerQuestions, type QueryRouteDeps } from './query.ts'
import type { Route } from './route.ts'
import { securityOf } from './security.ts'
import { openLink, type SessionDeps, submitSignIn, submitSignOut } from './session.ts'
import { deleteSite, listSites, patchSite, previewPathRules, type SitesDeps } from './sites.ts'
import { type SnippetDeps, snippetRoute } from './snippet.ts'

export interface RouteDeps
  extends Guard,
    CommandRouteDeps,
    DeclarationDeps,
    HealthDeps,
    QueryRouteDeps,
    SessionDeps,
    SitesDeps,
    SnippetDeps {
  version: string
}

export const routes: readonly Route<RouteDeps>[] = [
  { method: 'GET', path: '/health', requires: 'public', handler: showHealth },
  { method: 'GET', path: '/footfall.js', requires: 'public', handler: snippetRoute },
  { method: 'GET', path: '/openapi.json', requires: 'public', handler: ({ version }) => openapiRoute(version, securityOf(routes)) },
  { method: 'GET', path: '/declaration', requires: 'public', handler: showDeclaration },
  { method: 'GET', path: '/consent.schema.json', requires: 'public', handler: declarationSchemaRoute },
  { method: 'GET', path: '/sign-in', requires: 'public', handler: openLink },
  { method: 'POST', path: '/sign-in', requires: 'ownPage', handler: submitSignIn },
  { method: 'POST', path: '/sign-out', requires: 'ownPage', handler: submitSignOut },
  { method: 'POST', path: '/api/command', requires: 'command', handler: carryOut },
  { method: 'POST', path: '/api/query', requires: 'readCounts', handler: answerQuestions },
  { method: 'GET', path: '/api/sites', requires: 'readCounts', handler: listSites },
  { method: 'PATCH', path: '/api/sites/:domain', requires: 'changeSite', handler: patchSite },
  { method: 'DELETE', path: '/api/sites/:domain', requires: 'removeSite', handler: deleteSite },
  { method: 'POST', path: '/api/sites/:domain/paths/preview', requires: 'changeSite', handler: previewPathRules },
]
