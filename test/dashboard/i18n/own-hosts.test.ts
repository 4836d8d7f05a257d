import { describe, expect, it } from 'vitest'
import { titleOf, valueName } from '../../../dashboard/i18n/format.ts'
import { isUnlisted, listCommand } from '../../../dashboard/i18n/own-hosts.ts'

const site = { domain: 'example.org', hosts: ['example.org', 'www.example.org', 'shop.example.org', 'townapp'] }

describe('the site itself', () => {
  it('is named so among referrers, and is no outsider’s name (counting 15)', () => {
    const name = valueName('referrer', 'example.org', site)
    expect(name).toMatchObject({ text: 'This site itself', isOurs: true })
    expect(titleOf(name)).toBe('This site itself: own links, reloads and restored tabs')
  })
  it.each(['source', 'host', 'stray'] as const)('keeps its name as a %s', (dimension) =>
    expect(valueName(dimension, 'example.org', site)).toEqual({ text: 'example.org' }),
  )
  it('is told by the whole name', () => expect(valueName('referrer', 'myexample.org', site)).toEqual({ text: 'myexample.org' }))
})

describe('a host below the site’s own', () => {
  it.each(['referrer', 'source', 'stray'] as const)('that is not listed is asked for as a %s', (dimension) =>
    expect(valueName(dimension, 'blog.example.org', site)).toEqual({ text: 'blog.example.org', hint: 'yours? add it' }),
  )
  it.each([
    ['shop.example.org', 'is listed'],
    ['example.org', 'is the site'],
    ['myexample.org', 'is another name'],
    ['blog.example.org.evil.example', 'only begins so'],
    ['*.example.org', 'has a part that nobody can type'],
    ['(other)', 'is none'],
  ])('%s is not: it %s', (host) => expect(isUnlisted('referrer', host, site)).toBe(false))
  it('is not asked for where visitors only return from it, nor under another dimension', () => {
    expect(isUnlisted('referrer', 'pay.example.org', { ...site, returnHosts: ['pay.example.org'] })).toBe(false)
    expect(isUnlisted('network', 'blog.example.org', site)).toBe(false)
  })
  it('is found below www., too, but beside the site it may be another’s', () => {
    expect(isUnlisted('referrer', 'blog.example.org', { domain: 'example.org', hosts: ['www.example.org'] })).toBe(true)
    expect(isUnlisted('referrer', 'edd.example.gov', { domain: 'dmv.example.gov', hosts: ['dmv.example.gov'] })).toBe(false)
  })
  it('of a copy of the pages says what it is', () =>
    expect(valueName('stray', 'www-example-org.translate.goog', site).hint).toMatch(/^a translation/))
  it('is listed by one command', () =>
    expect(listCommand(site, ['a.example.org', 'b.example.org'])).toBe(
      'npm run footfall -- site add example.org --host a.example.org --host b.example.org',
    ))
})
