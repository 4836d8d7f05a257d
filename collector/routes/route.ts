/** What a route is: its address, what it takes to be answered there, and its handler. */
import type { Context, Handler, Hono } from 'hono'
import type { BlankEnv } from 'hono/types'
import type { Guard } from '../accounts/authenticate.ts'
import type { Action } from '../accounts/principal.ts'
import { type Acting, type Need, requires } from './requires.ts'

type Answer = Response | Promise<Response>
export type PublicHandler = (context: Context<BlankEnv>) => Answer
export type ActingHandler = (context: Context<Acting>) => Answer

interface Address {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
}

/** A route whose handler is made once of `Deps`. */
export type Route<Deps> = Address &
  (
    | { requires: Action; handler: (deps: Deps) => ActingHandler }
    | { requires: Exclude<Need, Action>; handler: (deps: Deps) => PublicHandler }
  )

/** Puts each route into the app behind what it requires. */
export function mount<Deps extends Guard>(app: Hono, routes: readonly Route<Deps>[], deps: Deps): void {
  for (const route of routes) {
    const handler: Handler = route.handler(deps)
    app.on(route.method, route.path, requires(deps, route.requires), handler)
  }
}
