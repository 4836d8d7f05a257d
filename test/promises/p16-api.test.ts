/** P16: mobile apps and call centres too. The event API is described for clients that are not browsers, and the description is true. */
import { expect, it } from 'vitest'
import { type EventType, eventSchemas } from '../../contract/event.ts'
import { testApp } from '../kit/app.ts'
import { intake } from '../kit/ingest.ts'

it('P16: openapi.json names every event type and exactly its fields', async () => {
  const { app } = await testApp()
  const answer = await app.request('/openapi.json')
  expect(answer.status).toBe(200)
  const text = await answer.text()
  const { paths } = JSON.parse(text)
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/e', '/api/query', '/health']))
  for (const type of Object.keys(eventSchemas) as EventType[]) {
    expect(text).toContain(`"${type}"`)
    for (const field of Object.keys(eventSchemas[type].entries)) expect(text, `${type}.${field}`).toContain(`"${field}"`)
  }
})

it('P16: an app without browser headers, cookies or an Origin is counted', async () => {
  const { facts, post } = intake()
  const event = { v: 1, site: 'example.org', host: 'example.org', type: 'view', consent: true, path: '/app/home' }
  expect((await post(event, { headers: { 'user-agent': 'CityApp/3.1 (iOS 26)' } })).status).toBe(202)
  expect(facts).toMatchObject([{ type: 'view', path: '/app/home' }])
})
