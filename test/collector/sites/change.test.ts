/** Slices of a site: what may be declared, and that a name keeps its meaning. */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { changeSite } from '../../../collector/sites/change.ts'
import { type Slice, siteChangeSchema } from '../../../contract/site.ts'
import { testApp } from '../../kit/app.ts'

const phones: Slice = {
  name: 'Phones',
  conditions: [
    ['device', ['mobile', 'tablet']],
    ['source', ['google.com']],
  ],
}
const parks: Slice = { name: 'Parks', conditions: [['path', ['/parks', '/parks/**']]] }

async function changed(...steps: Slice[][]) {
  const { sites } = await testApp()
  let last: unknown
  for (const slices of steps) last = await changeSite(sites, 'example.org', { slices })
  return { last, slices: sites.get('example.org')?.slices }
}

describe('slices', () => {
  it('are those that were asked for last; one that is left out has ended, and may be taken up again as it was', async () => {
    expect((await changed([phones, parks])).slices).toEqual([phones, parks])
    expect((await changed([phones, parks], [parks])).slices).toEqual([parks, { ...phones, ended: true }])
    const again: Slice = {
      name: 'Phones',
      conditions: [
        ['source', ['google.com']],
        ['device', ['tablet', 'mobile']],
      ],
    }
    expect((await changed([phones, parks], [], [again])).slices).toEqual([again, { ...parks, ended: true }])
  })
  it.each([
    ['while it is counted', [[phones], [{ ...phones, conditions: parks.conditions }]]],
    ['after it has ended', [[phones], [], [parks, { ...phones, conditions: parks.conditions }]]],
  ] as [string, Slice[][]][])('keep their meaning %s: another one needs another name', async (_when, steps) => {
    const { last, slices } = await changed(...steps)
    expect(last).toMatchObject({
      code: 'malformed',
      field: expect.stringMatching(/^slices\.\d\.name$/),
      message: expect.stringContaining('choose another'),
    })
    expect(slices?.find(({ name }) => name === 'Phones')?.conditions).toEqual(phones.conditions)
  })
  it.each([
    [
      'an entry and a path',
      {
        name: 'a',
        conditions: [
          ['entry', ['/']],
          ['path', ['/']],
        ],
      },
      'not for both',
    ],
    [
      'one dimension twice',
      {
        name: 'a',
        conditions: [
          ['source', ['a']],
          ['source', ['b']],
        ],
      },
      'stands there twice',
    ],
    ['a path that is none', { name: 'a', conditions: [['path', ['parks']]] }, 'begins with /'],
    ['no condition', { name: 'a', conditions: [] }, ''],
    ['a dimension that is not told with every view', { name: 'a', conditions: [['campaign', ['a']]] }, ''],
    ['the name of what is left over', { name: '(other)', conditions: [['path', ['/']]] }, 'bracket'],
    ['its own end', { ...parks, ended: true }, ''],
  ])('do not ask for %s', (_what, slice, message) => {
    const { issues } = v.safeParse(siteChangeSchema, { slices: [slice] })
    expect(issues?.[0]?.message).toContain(message)
  })
  it('are named once', () => {
    expect(v.safeParse(siteChangeSchema, { slices: [parks, parks] }).issues?.[0]?.message).toBe('a slice stands there twice')
  })
})
