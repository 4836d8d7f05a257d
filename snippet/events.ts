/** Tells the collector: every event is the closed list of fields of its type, and names the site, the host and the consent it had. */
import type { Event, EventType, wireVersion } from '../contract/event.ts'
import { isGiven } from './consent.ts'
import { sender } from './send.ts'
import { base, host, settings } from './settings.ts'

// Written out, since the contract's validators must not come into the page; the type keeps the two equal.
const version: typeof wireVersion = 1

/** The fields that a type of event has beside those that all have. */
export type Fields<Type extends EventType> = Omit<Extract<Event, { type: Type }>, 'v' | 'type' | 'site' | 'host' | 'consent'>

// What waits to be sent again is dropped once consent is withdrawn.
const send = sender(`${base}e`, (event) => !event.consent || isGiven())

/** Sends an event; what is undefined is left out. */
export function tell<Type extends EventType>(type: Type, consent: boolean, fields: Fields<Type>): void {
  send({ v: version, type, site: settings.site, host, consent, ...fields } as Event)
}
export type Tell = typeof tell
