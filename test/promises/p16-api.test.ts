/** P16: mobile apps and call centres too. The event API is described for clients that are not browsers, and the description is true. */
import { expect, it } from 'vitest'
import { eventTypes, fieldsOf } from '../../contract/events.ts'
import { measureNames } from '../../contract/measures.ts'
import { noteReasons } from '../../contract/query.ts'
import { testApp } from '../kit/app.ts'
import { intake, siteOf } from '../kit/ingest.ts'

it('P16: openapi.json names every event type and exactly its fields', async () => {
  const { app } = await testApp()
  const answer = await app.request('/openapi.json')
  expect(answer.status).toBe(200)
  const text = await answer.text()
  const { paths, components } = JSON.parse(text)
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/e', '/api/query', '/health']))
  for (const type of eventTypes) {
    const { properties, additionalProperties } = components.schemas[`event.${type}`]
    expect(Object.keys(properties).sort(), type).toEqual(fieldsOf(type).sort())
    expect(additionalProperties, type).toBe(false)
  }
})

it('P16: openapi.json names every measure of an answer, and every reason why one is no plain number', async () => {
  const { app } = await testApp()
  const { components } = (await (await app.request('/openapi.json')).json()) as {
    components: { schemas: { answer: { properties: { notes: { items: { properties: Record<string, { enum?: string[] }> } } } } } }
  }
  const { measure, reason, ...others } = components.schemas.answer.properties.notes.items.properties
  expect(measure?.enum).toEqual(measureNames)
  expect(reason?.enum).toEqual(noteReasons)
  expect(Object.keys(others)).toEqual(['basis'])
})

it.each(['TownApp/2.1', 'CityApp/3.1 (iOS 26)', 'okhttp/4.12.0', 'Java/17.0.2', 'python-requests/2.32.3', 'node', ''])(
  'P16: an app or a call centre that sends by %j, without cookies or an Origin, is counted under its own name',
  async (agent) => {
    const { facts, post } = intake([siteOf({ hosts: ['example.org', 'townapp'] })])
    const event = { v: 1, site: 'example.org', host: 'townapp', type: 'view', consent: true, path: '/app/home' }
    expect((await post(event, { headers: { 'user-agent': agent } })).status).toBe(202)
    expect(facts).toMatchObject([{ type: 'view', host: 'townapp', path: '/app/home' }])
    // A crawler that found the address is no caller.
    const crawler = await post(event, { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' } })
    expect(crawler.refusedHeader).toBe('bot')
  },
)

it('P16: openapi.json says under which name an app sends', async () => {
  const { app } = await testApp()
  const { paths } = (await (await app.request('/openapi.json')).json()) as { paths: Record<string, { post: { description: string } }> }
  expect(paths['/e']?.post.description).toContain('its own name as `host`, one word without a dot')
})
