/** Who may ask, as openapi.json says it: read off the route table, so that it is what the app requires. */
import { may, type Role } from '../accounts/principal.ts'
import { sessionCookie } from '../accounts/session-cookie.ts'
import type { Need } from './requires.ts'

/** The ways to show who asks, by the names that they have in the document. */
export const securitySchemes = {
  key: { type: 'http', scheme: 'bearer', description: 'A read key' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie,
    description: 'The signed-in owner. Over HTTPS the name begins with `__Host-`, below a path with `__Secure-`.',
  },
  controlKey: { type: 'http', scheme: 'bearer', description: 'The control key' },
}

const schemeOf: Record<Role, keyof typeof securitySchemes> = { reader: 'key', owner: 'session', operator: 'controlKey' }

/** The operations of a document by path and method. */
type Paths = Record<string, Record<string, object>>
export type Secure = (paths: Paths) => Paths

interface Declared {
  method: string
  path: string
  requires: Need
}

/** Gives each operation of a route that requires an action the schemes by which it may be asked for. */
export function securityOf(routes: readonly Declared[]): Secure {
  const needs = new Map(routes.map(({ method, path, requires }) => [`${method} ${path.replace(/:(\w+)/g, '{$1}')}`, requires]))
  const secured = (path: string, method: string, operation: object) => {
    const need = needs.get(`${method.toUpperCase()} ${path}`) ?? 'public'
    return need === 'public' || need === 'ownPage' ? operation : { ...operation, security: schemesFor(need) }
  }
  return (paths) => mapped(paths, (operations, path) => mapped(operations, (operation, method) => secured(path, method, operation)))
}

function schemesFor(action: Exclude<Need, 'public' | 'ownPage'>) {
  const roles = (Object.keys(schemeOf) as Role[]).filter((role) => may({ role, sites: 'all' }, action))
  return roles.map((role) => ({ [schemeOf[role]]: [] }))
}

function mapped<Value, Other>(given: Record<string, Value>, make: (value: Value, name: string) => Other): Record<string, Other> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, make(value, name)]))
}
