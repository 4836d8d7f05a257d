/** The closed list of reasons for which an event is refused; each is counted and told to its sender. */

export const reasons = {
  malformed: 'the body is not JSON, or not an event or an array of events',
  'too-large': 'the body is larger than an event body may be',
  'too-many': 'the body holds more events than one request may bring',
  'too-slow': 'the body did not arrive in time',
  'duplicate-key': 'an event names a field twice',
  version: 'the wire version `v` is not one that this collector reads',
  type: 'the event type is not one of the closed list',
  'unknown-field': 'a field is not in the closed list of this event type',
  'missing-field': 'a required field is absent',
  value: 'a field has a value of the wrong type or out of its range',
  consent: 'a field that needs consent to statistics came without it',
  detail: 'the site has chosen not to receive this field',
  site: 'this collector has no such site',
  host: 'the host is not one of the hosts that the site lists',
  origin: 'the Origin header names another host than the event',
  contradiction: 'two fields of the event contradict each other',
  clock: 'the day is more than a day away from the day at the site',
  bot: 'a program: its user agent says so, or the browser is driven by one',
  spam: 'the referrer is on the public list of referrer spam',
  method: 'events are sent by POST',
  fault: 'a fault in the collector kept it from checking this event; it is logged, and the other events of the body are processed',
  busy: 'the collector is overloaded; send again after Retry-After',
} as const

export type Reason = keyof typeof reasons

export const reasonNames = Object.keys(reasons) as Reason[]
