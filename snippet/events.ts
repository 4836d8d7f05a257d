/** Events as they are sent: each is the closed list of fields of its type, and names the site, the host and the consent it had. */
import type { Event, EventType, wireVersion } from '../contract/events.ts'
import type { Fields } from './core-api.ts'
import { send } from './send.ts'
import { host, isDriven, settings } from './settings.ts'

// Written out, since the contract's validators must not come into the page; the type keeps the two equal.
const version: typeof wireVersion = 1

/** Sends an event; what is undefined is left out. Of a browser that a program drives only its views are sent, and refused where the owner sees it. */
export function sendEvent<Type extends EventType>(type: Type, consent: boolean, fields: Fields<Type>): void {
  if (isDriven && type !== 'view') return
  const rest = isDriven ? { driven: true } : fields
  // Without what a page adds to all objects.
  void send({ __proto__: null, v: version, type, site: settings.site, host, consent, ...rest } as unknown as Event)
}
