/** The declaration for everybody: a page of what is in force, and the schema of the file. */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { changeSite } from '../../../collector/sites/change.ts'
import { defaultSite } from '../../../collector/sites/start.ts'
import { type Declaration, declarationSchema, givenDeclaration } from '../../../contract/consent/declaration.ts'
import { ownServices } from '../../../contract/consent/own-services.ts'
import { purposes } from '../../../contract/consent/purposes.ts'
import { signedIn, type TestApp, testApp } from '../../kit/app.ts'
import { exampleDeclaration, exampleFile } from '../../kit/declaration.ts'
import { faultsIn } from '../../kit/json-schema.ts'
import { refusedDeclarations } from '../../kit/refused-declarations.ts'

async function declared(consent: Declaration = exampleDeclaration()): Promise<TestApp> {
  const test = await testApp()
  expect(await changeSite(test.sites, 'example.org', { consent })).toHaveProperty('domain')
  return test
}
const pageOf = async ({ app }: TestApp, query = 'site=example.org') => (await app.request(`/declaration?${query}`)).text()

describe('GET /declaration', () => {
  it('has all that is declared, in one language', async () => {
    const page = await pageOf(await declared())
    const { controller, services } = exampleDeclaration()
    expect(page).toContain(controller.name)
    expect(page).toContain('href="https://example.org/privacy"')
    expect(page).toContain(`href="${controller.imprint}"`)
    for (const { name, texts, purposes: codes, keys, privacy } of services) {
      for (const told of [
        name,
        texts.en!,
        ...codes.map((code) => purposes[code].title),
        ...keys.flatMap((key) => [key.name, key.purpose.en!, key.kind]),
      ])
        expect(page).toContain(told)
      if (privacy) expect(page).toContain(`href="${privacy}"`)
      expect(page).not.toContain(texts.pl)
    }
    for (const told of ['Video Company Inc., United States', '390 days', '180 days', 'until the browser is closed'])
      expect(page).toContain(told)
  })
  it('has Footfall’s own, whatever is declared, under the names that they have there', async () => {
    const test = await testApp()
    await test.sites.put(defaultSite('shop.example.org'))
    for (const [domain, suffix] of [
      ['example.org', ''],
      ['shop.example.org', '_'],
    ]) {
      const page = await pageOf(test, `site=${domain}`)
      for (const { keys } of ownServices(suffix)) for (const { name } of keys) expect(page).toContain(`<code>${name}`)
      expect(page).toContain('has declared no services')
    }
  })
  it.each([
    ['pl', 'pl'],
    ['PL', 'pl'],
    ['pl-PL', 'pl'],
    ['pl_PL', 'pl'],
    ['de', 'en'],
    ['', 'en'],
    ['"><script>', 'en'],
  ])('with lang=%s is told in %s', async (asked, language) => {
    const page = await pageOf(await declared(), `site=example.org&lang=${encodeURIComponent(asked)}`)
    const [, videos] = exampleDeclaration().services
    expect(page).toContain(`<span lang="${language}" dir="auto">${videos!.texts[language]}</span>`)
    expect(page).toMatch(new RegExp(`<a [^>]*lang="${language}" aria-current="true">`))
    expect(page).not.toContain('<script')
  })
  it('has its tables with captions and heads, and one head line each', async () => {
    const page = await pageOf(await declared())
    const tables = page.match(/<table role="table">[\s\S]*?<\/table>/g) ?? []
    expect(tables).toHaveLength(6)
    for (const each of tables) {
      expect(each).toMatch(
        /^<table[^>]*>\s*<caption>[^<]+<\/caption>\s*<thead[^>]*><tr[^>]*>(<th role="columnheader" scope="col">[^<]+<\/th>)+<\/tr><\/thead>/,
      )
      const columns = each.match(/scope="col"/g)?.length
      const rows = each.split('<tbody')[1]?.match(/<tr [\s\S]*?<\/tr>/g) ?? []
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows)
        expect([row.match(/<th role="rowheader" scope="row">/g)?.length, row.match(/<t[hd][ >]/g)?.length]).toEqual([1, columns])
    }
    expect(page).toContain('<html lang="en">')
    expect(page.match(/<h1>/g)).toHaveLength(1)
  })
  it('is of the settings in force: asked for again, it is another', async () => {
    const test = await declared()
    const ask = (headers = {}) => test.app.request('/declaration?site=example.org', { headers })
    const first = await ask()
    const known = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect([first.headers.get('cache-control'), (await ask(known)).status]).toEqual(['no-cache', 304])
    const consent = exampleDeclaration()
    consent.services[1]!.name = 'Another player'
    await changeSite(test.sites, 'example.org', { consent })
    expect([(await ask(known)).status, await pageOf(test)]).toEqual([200, expect.stringContaining('Another player')])
  })
  it('runs nothing, loads nothing from elsewhere, and sets no cookie', async () => {
    const { app } = await declared()
    const { headers } = await app.request('/declaration?site=example.org')
    expect(headers.get('content-security-policy')).toBe((await app.request('/sign-in')).headers.get('content-security-policy'))
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect([headers.getSetCookie(), headers.get('content-type')]).toEqual([[], 'text/html; charset=utf-8'])
  })
  it('escapes every text', async () => {
    const consent: unknown = JSON.parse(JSON.stringify(exampleDeclaration()).replaceAll(/(?<=":")([A-Z][a-z][^"]+)/g, "$1 < b & 'c'"))
    const page = await pageOf(await declared(consent as Declaration))
    const texts = page.match(/&lt; b &amp; &#39;c&#39;/g) ?? []
    expect(texts.length).toBeGreaterThan(6)
    expect(page).not.toMatch(/< b/)
  })
  it.each([
    ['site=nobody.example', 'nobody.example'],
    ['', 'Name it'],
    ['site=%3Cscript%3E', '&lt;script&gt;'],
  ])('with %j is a 404', async (query, words) => {
    const answer = await (await testApp()).app.request(`/declaration?${query}`)
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining(words)])
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
  it('is found by the name with www., too', async () => {
    expect(await pageOf(await declared(), 'site=www.example.org')).toContain('City of Riverton')
  })
})

describe('PATCH /api/sites/:domain', () => {
  it('declares, with or without the address of the schema, and tells of it', async () => {
    const test = await testApp()
    const headers = { cookie: await signedIn(test), 'sec-fetch-site': 'same-origin' }
    const answer = await test.app.request('/api/sites/example.org', { method: 'PATCH', headers, body: `{"consent":${exampleFile}}` })
    expect([answer.status, await answer.json()]).toEqual([200, { site: { ...defaultSite('example.org'), consent: exampleDeclaration() } }])
  })
  it('says which field breaks which rule, and leaves what is in force', async () => {
    const test = await declared()
    const headers = { cookie: await signedIn(test), 'sec-fetch-site': 'same-origin' }
    const consent = { ...exampleDeclaration(), wall: true }
    const answer = await test.app.request('/api/sites/example.org', { method: 'PATCH', headers, body: JSON.stringify({ consent }) })
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: { code: 'malformed', field: 'consent.wall', message: expect.stringContaining('EDPB 05/2020') } },
    ])
    expect(test.sites.get('example.org')?.consent).toEqual(exampleDeclaration())
  })
})

describe('GET /consent.schema.json', () => {
  const read = async () => (await (await testApp()).app.request('/consent.schema.json')).json()
  // What it is made for and by, which no value is held against.
  const checked = async () => {
    const { $schema, title, ...schema } = await read()
    expect($schema).toBe('http://json-schema.org/draft-07/schema#')
    return schema
  }
  it('takes the example', async () => {
    const schema = await checked()
    expect(faultsIn(schema, JSON.parse(exampleFile), schema)).toEqual([])
  })
  it('refuses what the shape refuses', async () => {
    const schema = await checked()
    let refused = 0
    for (const { change } of refusedDeclarations) {
      const wrong = exampleDeclaration()
      const [first, second] = wrong.services
      change(wrong, { first, second })
      const isShaped = v.is(declarationSchema, wrong)
      expect(faultsIn(schema, wrong, schema).length > 0).toBe(!isShaped)
      if (!isShaped) refused++
    }
    expect(refused).toBeGreaterThan(15)
  })
  it('names every field, so that editors complete them', async () => {
    expect(Object.keys((await read()).properties)).toEqual(Object.keys(givenDeclaration.pipe[0].entries))
  })
})
