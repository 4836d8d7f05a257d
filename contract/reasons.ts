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
  site: 'no such site here',
  host: 'the host is not one of the hosts that the site lists',
  origin: 'the Origin header names another host than the event',
  contradiction: 'what the event says of its browser or visit cannot be: two of its fields contradict each other',
  clock: 'the day is more than a day away from the day at the site',
  bot: 'a program that says so: by its user agent, or a browser that is driven',
  spam: 'the referrer is on the public list of referrer spam',
  method: 'events are sent by POST',
  fault: 'a mistake in the collector kept it from judging this event; its operator is told, and the others of the body are judged',
  busy: 'the collector can take nothing now; send again after Retry-After',
} as const

export type Reason = keyof typeof reasons

export const reasonNames = Object.keys(reasons) as Reason[]
