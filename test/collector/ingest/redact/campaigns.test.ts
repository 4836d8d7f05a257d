import { describe, expect, it } from 'vitest'
import { media, sourceWords } from '../../../../collector/ingest/enrich/known-words.ts'
import { looksPrivate } from '../../../../collector/ingest/redact/looks-private.ts'
import { SpoolFull } from '../../../../collector/ports.ts'
import { expectDocBlock } from '../../../kit/doc.ts'
import { consentedView, intake, siteOf, view } from '../../../kit/ingest.ts'

const labelsOf = (fact: unknown) => {
  const { source, medium, campaign } = fact as Record<string, string | undefined>
  return { source, medium, campaign }
}

/** Words by commas, in lines of a page's width. */
function inLines(words: readonly string[]): string {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length > 140) lines.push(word)
    else lines[lines.length - 1] = `${last}, ${word}`
  }
  return lines.join('\n')
}

describe('a campaign label', () => {
  it.each([
    ['source', '(direct)', '(direct)'],
    ['source', ' (Direct) ', '(direct)'],
    ['source', '(other)', '(other)'],
    ['source', '(not kept)', '(other)'],
    ['medium', '(direct)', '(other)'],
    ['campaign', '(none)', '(other)'],
    ['source', 'www.Google.co.uk', 'google.co.uk'],
    ['source', '163.com', '163.com'],
    ['source', '83.149.9.216', '(other)'],
    ['source', 'anna.doe', '(other)'],
    ['source', 'spring', 'spring'],
    ['source', 'newsletter', 'newsletter'],
    ['source', ' Google', 'google'],
    ['source', 'IG', 'ig'],
    ['source', 'Google Ads', 'google ads'],
    ['source', 'mail.google.com', 'mail.google.com'],
    ['source', 'localhost', '(direct)'],
    ['source', '[::1]', '(direct)'],
    ['source', 'anna', '(other)'],
    ['source', 'googlex', '(other)'],
    ['medium', ' E-Mail', 'e-mail'],
    ['medium', 'Ads', 'ads'],
    ['medium', 'app-push', 'app-push'],
    ['medium', 'google', '(other)'],
    ['campaign', 'google', '(other)'],
    ['medium', 'Email', 'email'],
    ['medium', 'cpc', 'cpc'],
    ['campaign', 'email', '(other)'],
    ['campaign', ' SPRING ', 'spring'],
    ['campaign', 'autumn', '(other)'],
    ['campaign', 'anna@example.org', '(other)'],
    ['campaign', 'listed-48213', '(other)'],
    ['campaign', 'İ'.repeat(100), '(other)'],
    ['campaign', '   ', undefined],
  ])('%s %j counts as %j', async (field, sent, counted) => {
    const { post, facts } = intake([siteOf({ campaigns: ['spring', 'listed-48213'] })])
    expect((await post(view({ consent: true, visit: 2, [field]: sent }))).status).toBe(202)
    expect(facts[0]?.[field as 'type']).toBe(counted)
  })

  it('that is a word of everybody’s is listed in docs/labels.md', () => {
    const text = (words: ReadonlySet<string>) => inLines([...words].sort())
    expectDocBlock('labels.md', 'media', text(media))
    expectDocBlock('labels.md', 'sources', text(sourceWords))
  })
  it('that is one is written as it is compared, and no rule before it takes it', () => {
    const odd = (word: string) => word !== word.trim().toLowerCase() || /^\(|\./.test(word) || looksPrivate(word)
    expect([...sourceWords, ...media].filter(odd)).toEqual([])
  })

  it('is fixed by its visit: a leave and an accept count it alike', async () => {
    const { post, facts } = intake([siteOf({ campaigns: ['spring'] })])
    const sent = { source: 'www.google.com', medium: 'cpc', campaign: 'Spring' }
    for (const type of ['view', 'accept', 'leave']) await post({ ...view(), consent: true, type, ...sent })
    expect(facts.map(labelsOf)).toEqual(Array(3).fill({ source: 'google.com', medium: 'cpc', campaign: 'spring' }))
  })
})

describe('a label that nobody listed', () => {
  const send = (campaign: string, fields = {}) => consentedView({ campaign, ...fields })
  /** Each browser is in a network of its own. */
  const by = (browser: number) => `11.0.${browser}.7`

  it('counts as itself from the tenth browser of a day, and not one sooner', async () => {
    const { post, facts } = intake()
    for (let browser = 1; browser <= 11; browser++) await post(send(browser % 2 ? 'Autumn' : 'autumn'), { address: by(browser) })
    expect(facts.map((fact) => labelsOf(fact).campaign)).toEqual([...Array(9).fill('(other)'), 'autumn', 'autumn'])
  })

  it('is not brought nearer by one browser’s further views', async () => {
    const { post, facts } = intake()
    for (let each = 0; each < 50; each++) await post(view({ consent: true, campaign: 'autumn' }))
    for (let browser = 1; browser <= 9; browser++) await post(send('autumn'), { address: by(browser) })
    expect(new Set(facts.map((fact) => labelsOf(fact).campaign))).toEqual(new Set(['(other)']))
    await post(send('autumn'), { address: by(10) })
    await post(view({ consent: true, campaign: 'autumn' }))
    expect(facts.slice(-2).map((fact) => labelsOf(fact).campaign)).toEqual(['autumn', 'autumn'])
  })

  it.each([
    ['one network', (browser: number) => `11.0.0.${browser % 250}`],
    ['two networks', (browser: number) => `11.0.${browser % 2}.7`],
    ['a proxy that is not listed', () => '10.0.0.7'],
    ['this machine and one network beside it', (browser: number) => (browser % 2 ? '127.0.0.1' : '2001:db9::1')],
  ])('never counts as itself by however many browsers of %s', async (_where, from) => {
    const { post, facts } = intake()
    for (let browser = 1; browser <= 300; browser++) await post(send('autumn'), { address: from(browser) })
    expect(new Set(facts.map((fact) => labelsOf(fact).campaign))).toEqual(new Set(['(other)']))
  })

  it('counts as itself from the third network on, by whichever browser, where many of two have sent it', async () => {
    const { post, facts } = intake()
    for (let browser = 1; browser <= 30; browser++) await post(send('autumn'), { address: by(browser % 2) })
    await post(send('autumn'), { address: by(2) })
    await post(send('autumn'), { address: by(1) })
    expect(facts.slice(-3).map((fact) => labelsOf(fact).campaign)).toEqual(['(other)', 'autumn', 'autumn'])
  })

  it('is common for its day and field only', async () => {
    const { post, facts } = intake()
    for (let browser = 1; browser <= 10; browser++) await post(send('autumn'), { address: by(browser) })
    await post(send('autumn', { day: '2026-11-25' }))
    await post(send('x', { medium: 'autumn' }))
    expect(facts.slice(-2).map(labelsOf)).toMatchObject([{ campaign: '(other)' }, { medium: '(other)' }])
  })

  it('is not brought nearer by an event that was not kept', async () => {
    let full = true
    const kept: unknown[] = []
    const append = async (facts: readonly unknown[]) => {
      if (full) throw new SpoolFull(1)
      kept.push(...facts)
    }
    const { post } = intake([siteOf()], { append })
    for (let attempt = 0; attempt < 20; attempt++) await post(send('autumn'), { address: by(attempt) })
    full = false
    for (let browser = 1; browser <= 10; browser++) await post(send('autumn'), { address: by(browser) })
    expect(kept.map((fact) => labelsOf(fact).campaign)).toEqual([...Array(9).fill('(other)'), 'autumn'])
  })

  it('never passes where it looks private, however many send it', async () => {
    const { post, facts } = intake()
    for (let browser = 1; browser <= 20; browser++) await post(send('anna@example.org'))
    expect(new Set(facts.map((fact) => labelsOf(fact).campaign))).toEqual(new Set(['(other)']))
  })
})
