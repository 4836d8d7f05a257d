/** `site forget`: what it says, what it refuses by name, and that nothing is changed without a word for it. */
import { describe, expect, it } from 'vitest'
import type { Forgets } from '../../../collector/commands/command.ts'
import { runCommand } from '../../../collector/commands/commands.ts'

import { parseArguments } from '../../../collector/node/cli/parse-arguments.ts'
import { StoreAway } from '../../../collector/ports.ts'
import type { Disposal, DisposalAsked } from '../../../collector/spool/ledger/disposals.ts'
import { testApp } from '../../kit/app.ts'

const found = {
  lists: [{ dimension: 'path', rows: 2, counts: { views: 50, visits: 40 } }],
  crosses: 1,
  total: { views: 50, visits: 40, newVisitors: 40 },
  others: [
    { dimension: 'depth' as const, value: '1', counts: { count: -30 } },
    { dimension: 'browser' as const, value: '(removed)', counts: { views: -50, consentedViews: -50 } },
    { dimension: 'system' as const, value: '(removed)', counts: { views: -50, consentedViews: -50 } },
    { dimension: 'exit' as const, value: '(removed)', counts: { count: -1 } },
  ],
  missing: null,
}
const record: Disposal = {
  ...{ id: 'x', site: 'example.org', day: '2026-11-20', named: ['path=/junk/**'], at: Date.UTC(2026, 10, 24, 12) },
  ...{ steps: 1, rows: 7, views: 50, visits: 40, done: true },
}

async function opened(more: Partial<Forgets> = {}) {
  const { commands } = await testApp()
  const asked: DisposalAsked[] = []
  const forgets: Forgets = {
    preview: async () => ({ found }),
    forget: async (given) => {
      asked.push(given)
      return { disposal: record }
    },
    disposals: async () => [record, { ...record, done: false }],
    ...more,
  }
  const type = async (...words: string[]) => {
    const parsed = parseArguments(['site', 'forget', ...words])
    if (!('command' in parsed)) return parsed
    return runCommand({ ...commands, forgets }, parsed.command)
  }
  return { asked, type, commands }
}

const line = '2026-11-24 12:00Z  day 2026-11-20  path=/junk/**  7 rows, 50 views, 40 visits'

describe('site forget', () => {
  it('without --yes says what would go, of which lists nobody knows, and changes nothing', async () => {
    const { asked, type } = await opened()
    const { code, out } = (await type('example.org', '--day', '2026-11-20', '--value', 'path=/junk/**')) as { code: number; out: string[] }
    expect([code, asked]).toEqual([0, []])
    expect(out).toEqual([
      'example.org on 2026-11-20, path=/junk/**',
      '  path: 2 rows, 50 views, 40 visits',
      '  1 pair of these with something else',
      "  the site's total: 50 views, 40 visits, 40 new browsers",
      '  depth 1: -30 counted',
      '  browser, system: a row (removed), -50 views',
      '  exit: a row (removed), -1 counted',
      '  under which rows of the other lists it stands nobody knows: they keep them, and end with a row (removed)',
      '  timings, scrolling, slices and networks are not kept beside it: what is in them stays',
      '  the number of events that were accepted stays, by which an audit goes',
      'nothing is changed yet; with --yes all of this is taken away, for good',
    ])
  })

  it.each(['unusual=path', 'refused=bot', 'stray=junk.example'])(
    'says nothing of other lists where only %s goes, which is in no total',
    async (value) => {
      const { type } = await opened()
      const { out } = (await type('example.org', '--day', '2026-11-20', '--value', value)) as { out: string[] }
      expect(out.filter((each) => /nobody knows|not kept beside/.test(each))).toEqual([])
    },
  )

  it('with --yes takes it away, names the record, and audits', async () => {
    const { asked, type } = await opened()
    const values = ['--host', 'Junk.Example', '--value', 'path=/junk/**']
    expect(await type('example.org', '--day', '2026-11-20', ...values, '--yes')).toMatchObject({
      code: 0,
      out: expect.arrayContaining([`taken away, and on record: ${line}`, 'ok']),
    })
    expect(asked).toMatchObject([{ site: 'example.org', day: '2026-11-20', named: ['host=junk.example', 'path=/junk/**'] }])
  })

  it('lists what was taken away', async () => {
    const { type } = await opened()
    expect(await type('example.org', '--list')).toEqual({ code: 0, out: [line, `${line}  not done yet`] })
    const { type: other } = await opened({ disposals: async () => [] })
    expect(await other('example.org', '--list')).toEqual({ code: 0, out: ['nothing was ever taken away of example.org'] })
  })

  it.each([
    [['--day', '2026-11-20'], 'site forget needs --all, or what it is to take away: --host <host>, --value <dimension>=<value>'],
    [
      ['--day', '2026-11-20', '--all', '--host', 'a.org'],
      'site forget needs --all, or what it is to take away: --host <host>, --value <dimension>=<value>',
    ],
    [['--day', '20.11.2026', '--all'], 'site forget needs --day <YYYY-MM-DD>, a day of the site'],
    [['--all'], 'site forget needs --day <YYYY-MM-DD>, a day of the site'],
    [['--day', '2026-11-20', '--value', '/junk'], '/junk names no value: write path=/junk, source=junk.example or path=/junk/**'],
    [['--day', '2026-11-20', '--value', 'colour=green'], 'there is no dimension colour'],
    [['--day', '2026-11-20', '--value', 'path=(removed)'], '(removed) stands for no value'],
    [
      ['--day', '2026-11-20', '--value', 'entry=/junk'],
      'entry=/junk cannot be taken away: a page is named by path, and goes with its entry',
    ],
    [['--day', '2026-11-20', '--value', 'hour=3'], "hour=3 cannot be taken away: hour is a class into which everybody's visits fall"],
    [['--day', '2026-11-20', '--value', 'lcp=5000'], "lcp=5000 cannot be taken away: lcp is a class into which everybody's visits fall"],
    [
      ['--day', '2026-11-20', '--value', 'recency=new'],
      "recency=new cannot be taken away: recency is a class into which everybody's visits fall",
    ],
    [
      ['--day', '2026-11-20', '--value', 'event=view'],
      'event=view cannot be taken away: the number of events is the record of what was accepted',
    ],
  ])('refuses %j in one line', async (words, error) => {
    const { asked, type } = await opened()
    expect(await type('example.org', ...words, '--yes')).toEqual({ code: 2, out: [], error })
    expect(asked).toEqual([])
  })

  it('says what is not there, that the store is away, that the site is not known, and where it cannot be done', async () => {
    const words = ['--day', '2026-11-20', '--all', '--yes']
    const { type, asked } = await opened({ preview: async () => ({ refused: 'example.org has counted nothing on 2026-11-20' }) })
    expect(await type('example.org', ...words)).toEqual({ code: 1, out: [], error: 'example.org has counted nothing on 2026-11-20' })
    expect(await type('none.org', ...words)).toEqual({ code: 2, out: [], error: 'no such site: none.org' })
    expect(asked).toEqual([])
    const away = () => Promise.reject(new StoreAway('the store does not answer'))
    expect(await (await opened({ preview: away })).type('example.org', ...words)).toMatchObject({
      code: 1,
      error: 'the store does not answer',
    })
    const { commands } = await opened()
    expect(
      await runCommand(
        { ...commands, forgets: null },
        { command: 'site forget', domain: 'example.org', day: '2026-11-20', all: true, values: [], yes: true, list: false },
      ),
    ).toEqual({
      code: 1,
      out: [],
      error: 'nothing can be taken away at the edge yet',
    })
  })
})
