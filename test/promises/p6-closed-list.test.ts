/** P6: collect only enough. The wire format is a closed list; what it does not name is refused, not stored. */
import { expect, it } from 'vitest'
import { type EventType, eventTypes } from '../../contract/events.ts'
import { intake } from '../kit/ingest.ts'

const event = { v: 1, site: 'example.org', host: 'example.org', consent: true }
const own: Record<EventType, object> = {
  view: { path: '/' },
  accept: { path: '/', visit: 1 },
  leave: { seconds: 1 },
  vitals: { metric: 'lcp', value: 1 },
  consent: { policy: '1', action: 'shown' },
  stray: {},
}

it.each(eventTypes.flatMap((type) => ['ip', 'id', 'email', 'url', 'title', 'query', '__proto__x'].map((field) => [type, field] as const)))(
  'P6: a %s with the field %s is refused whole',
  async (type, field) => {
    const { facts, post } = intake()
    const response = await post({ ...event, ...own[type], type, [field]: 'needle' })
    expect(response.refusedHeader).toBe('unknown-field')
    expect(response.body).toMatchObject({ taken: 0, refused: [{ field }] })
    expect(facts).toEqual([])
  },
)

it.each(eventTypes.filter((type) => type !== 'stray'))('P6: a %s of the closed list is taken', async (type) => {
  const { facts, post } = intake()
  expect((await post({ ...event, ...own[type], type })).status).toBe(202)
  expect(facts).toHaveLength(1)
})

it('P6: a query string or fragment in a path is refused', async () => {
  const { facts, post } = intake()
  for (const path of ['/a?email=anna@example.org', '/a#section', 'https://example.org/a']) {
    expect((await post({ ...event, type: 'view', path })).refusedHeader).toBe('value')
  }
  expect(facts).toEqual([])
})
