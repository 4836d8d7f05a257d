/** P15: sister agencies are out of scope. A site is an explicit list of hosts; no subdomain belongs to it by itself. */
import { expect, it } from 'vitest'
import { intake, siteOf } from '../kit/ingest.ts'

const event = { v: 1, site: 'example.org', type: 'view', consent: false }

it.each([
  ['example.org', 202],
  ['www.example.org', 202],
  ['agency.example.org', 400],
  ['example.org.evil.net', 400],
  ['xexample.org', 400],
  ['org', 400],
])('P15: the host %s is answered %i', async (host, status) => {
  expect((await intake([siteOf()]).post({ ...event, host })).status).toBe(status)
})

it.each([
  ['https://example.org', 202],
  ['https://example.org:8443', 202],
  ['https://agency.example.org', 400],
  ['null', 400],
])('P15: with the Origin %s the host example.org is answered %i', async (origin, status) => {
  expect((await intake().post({ ...event, host: 'example.org' }, { headers: { origin } })).status).toBe(status)
})
