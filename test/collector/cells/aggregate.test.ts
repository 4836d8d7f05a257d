import { describe, expect, it } from 'vitest'
import { aggregate, daysOf } from '../../../collector/cells/aggregate.ts'
import type { Fact, VitalsFact } from '../../../collector/fact.ts'
import { dimensionRow } from '../../../contract/dimensions.ts'
import { accept, leave, line, lines, site, states, today, view } from '../../kit/facts.ts'

const yesterday = '2026-11-23'
const cellsOf = (facts: Fact[], earned = {}) => aggregate(facts, states(earned)).cells

describe('a view without consent', () => {
  it('is a visit where it was referred from outside, and names domains only', () => {
    expect(lines(cellsOf([view({ consent: false, referrer: 'news.org' })]))).toEqual([
      `${today} total views:1 visits:1`,
      `${today} event=view count:1`,
      `${today} host=example.org views:1 visits:1`,
      `${today} hour=9 views:1 visits:1`,
      `${today} referrer=news.org views:1 visits:1`,
    ])
  })
  it('is no visit where its referrer is the site itself', () => {
    const cells = cellsOf([view({ consent: false, external: false, referrer: 'example.org' })])
    expect(line(cells, 'total')).toBe('views:1')
  })
  it('names path and device where the baseline lets it', () => {
    const cells = cellsOf([view({ consent: false, path: '/a', device: 'mobile' })])
    expect(line(cells, 'path=/a')).toBe('views:1 visits:1')
    expect(line(cells, 'device=mobile')).toBe('views:1 visits:1')
    expect(line(cells, 'entry=/a')).toBeUndefined()
  })
})

describe('a visit with consent', () => {
  const source = { source: 'google.com', browser: 'Firefox' }
  const first = view({ ...source, path: '/', visit: 1, first: 'new', recency: 'new', since: 0 })
  const second = view({ ...source, path: '/a', from: '/', visit: 2, first: 'new', referrer: 'example.org', external: false })
  const third = view({ ...source, path: '/', from: '/a', visit: 3, referrer: 'example.org', external: false })

  it('books its second view to its entry and its source', () => {
    const cells = cellsOf([first, second, third])
    expect(line(cells, 'total')).toBe('views:3 consentedViews:3 visits:1 consentedVisits:1 secondViews:1 firstOfDay:1 newVisitors:1')
    expect(line(cells, 'entry=/')).toBe('visits:1 consentedVisits:1 secondViews:1 firstOfDay:1 newVisitors:1')
    expect(line(cells, 'source=google.com')).toContain('secondViews:1')
    expect(line(cells, 'path=/a')).not.toContain('secondViews')
    expect(line(cells, 'hour=9')).not.toContain('secondViews')
  })
  it('leaves one exit, on its last page', () => {
    const cells = cellsOf([first, second, third])
    expect(line(cells, 'exit=/')).toBe('count:1')
    expect(line(cells, 'exit=/a')).toBeUndefined()
  })
  it('counts once among the visits that saw a page, however often it saw it', () => {
    const cells = cellsOf([first, second, third])
    expect(line(cells, 'path=/')).toBe('views:2 consentedViews:2 visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1 firstInVisit:1')
    expect(line(cells, 'path=/a')).toBe('views:1 consentedViews:1 firstOfDay:1 newVisitors:1 firstInVisit:1')
  })
  it('says where each page came from, but for a reload', () => {
    const reload = view({ ...source, path: '/', from: '/', visit: 4 })
    const cells = cellsOf([first, second, third, reload])
    expect(line(cells, 'from=/')).toBe('views:1')
    expect(line(cells, 'from=/a')).toBe('views:1')
    expect(line(cells, 'exit=/')).toBe('count:1')
  })
  it('tells recency and cohort as counts alone', () => {
    const cells = cellsOf([first, second, third])
    for (const at of ['recency=new', 'cohort=0']) expect(line(cells, at)).toBe('count:1')
  })
  it('stands once among the visits with so many views, on its first day', () => {
    const overnight = view({ path: '/b', from: '/', visit: 4, overnight: 'visit' })
    const cells = cellsOf([...[first, second, third].map((fact) => ({ ...fact, day: yesterday })), overnight])
    expect(line(cells, 'depth=4-5', yesterday)).toBe('count:1')
    for (const views of ['1', '2', '3']) expect(line(cells, `depth=${views}`, yesterday)).toBeUndefined()
    expect(line(cells, 'depth=4-5')).toBeUndefined()
  })
  it('over midnight takes its second view and its exit back to the day before', () => {
    const cells = cellsOf([
      view({ day: yesterday, path: '/', visit: 1 }),
      view({ path: '/a', from: '/', visit: 2, overnight: 'view' }),
      view({ path: '/b', from: '/a', visit: 3, overnight: 'visit' }),
    ])
    expect(line(cells, 'total', yesterday)).toBe('views:1 consentedViews:1 visits:1 consentedVisits:1 secondViews:1')
    expect(line(cells, 'exit=/', yesterday)).toBeUndefined()
    expect(line(cells, 'exit=/a')).toBeUndefined()
    expect(line(cells, 'exit=/b')).toBe('count:1')
  })
})

describe('accepting on the page just counted', () => {
  it('moves the view and its visit: nothing is counted twice', () => {
    const before = view({ consent: false, referrer: 'news.org' })
    const moved = accept({ referrer: 'news.org', source: 'news.org', path: '/', visit: 1, first: 'new', recency: 'new', since: 0 })
    const cells = cellsOf([before, moved])
    expect(line(cells, 'total')).toBe('views:1 consentedViews:1 visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1')
    expect(line(cells, 'referrer=news.org')).toBe('views:1 consentedViews:1 visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1')
    expect(line(cells, 'path=/')).toContain('views:1')
  })
  it('takes back path and device where the baseline had let them stand', () => {
    const before = view({ consent: false, path: '/a', device: 'mobile' })
    const moved = accept({ path: '/a', device: 'mobile', was: { path: '/a', device: 'mobile' }, visit: 1, first: 'new' })
    const cells = cellsOf([before, moved])
    expect(line(cells, 'path=/a')).toContain('views:1 consentedViews:1 visits:1 consentedVisits:1')
    expect(line(cells, 'device=mobile')).toBe('views:1 consentedViews:1 visits:1 consentedVisits:1')
  })

  describe('on a later page of the visit', () => {
    const landing = view({ consent: false, referrer: 'news.org', path: '/', device: 'mobile' })
    const inside = { referrer: site, external: false, path: '/a', device: 'mobile', hour: 10 }
    const before = view({ consent: false, ...inside })
    const moved = accept({
      ...inside,
      was: { path: '/a', device: 'mobile' },
      browser: 'Firefox',
      visit: 1,
      first: 'new',
      recency: 'new',
      since: 0,
    })
    const cells = cellsOf([landing, before, moved])
    const at = (place: string) => line(cells, place)

    it('adds none to the site’s visits, nor to its host’s, hour’s and device class’s: the first page has had it', () => {
      expect(at('total')).toBe('views:2 consentedViews:1 visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1')
      expect(at(`host=${site}`)).toBe('views:2 consentedViews:1 visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1')
      expect(at('hour=9')).toBe('views:1 visits:1')
      expect(at('hour=10')).toBe('views:1 consentedViews:1 consentedVisits:1 firstOfDay:1 newVisitors:1')
      expect(at('device=mobile')).toBe('views:2 consentedViews:1 visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1')
    })
    it('adds one where only consent tells, and to the page that it saw', () => {
      expect(at('browser=Firefox')).toBe('views:1 consentedViews:1 visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1')
      expect(at('entry=/a')).toBe('visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1')
      expect(at('path=/a')).toBe('views:1 consentedViews:1 visits:1 consentedVisits:1 firstOfDay:1 newVisitors:1 firstInVisit:1')
      expect(at('path=/')).toBe('views:1 visits:1')
    })
    it('counts it under no referrer: the view’s own is the site', () => {
      expect(at('referrer=news.org')).toBe('views:1 visits:1')
      expect(at(`referrer=${site}`)).toBe('views:1 consentedViews:1 firstOfDay:1 newVisitors:1')
    })
  })
})

describe('leaving', () => {
  it('moves a timing of one page load from bucket to bucket', () => {
    const timing = (bucket: string, before?: string): VitalsFact => ({
      ...{ type: 'vitals', site, day: today, hour: 9, host: site, metric: 'cls', bucket },
      ...(before !== undefined && { before }),
    })
    const cells = cellsOf([timing('5'), timing('100', '5'), timing('100', '100'), timing('250', '100')])
    expect(lines(cells).filter((each) => each.includes('cls='))).toEqual([`${today} cls=250 count:1`])
  })

  it('adds engaged seconds to page and source, and moves the depth of scrolling along', () => {
    const cells = cellsOf([
      leave({ path: '/', source: 'x.org', seconds: 10, scroll: 3 }),
      leave({ path: '/', seconds: 5, scroll: 7, had: 3 }),
    ])
    expect(line(cells, 'path=/')).toBe('seconds:15')
    expect(line(cells, 'source=x.org')).toBe('seconds:10')
    expect(line(cells, 'scroll=3')).toBeUndefined()
    expect(line(cells, 'scroll=7')).toBe('count:1')
  })
})

describe('crosses', () => {
  const fact = view({ path: '/', source: 'google.com', browser: 'Firefox', visit: 1, first: 'day' })
  const crosses = (earned: object) => lines(cellsOf([fact], earned)).filter((each) => / \w+=\S+ \w+=/.test(each))

  it('say nothing where nothing has earned', () => {
    expect(crosses({})).toEqual([])
  })
  it('stand only where both values have earned', () => {
    expect(crosses({ path: ['/'] })).toEqual([])
    expect(crosses({ path: ['/'], source: ['google.com'] })).toEqual([
      `${today} exit=/ source=google.com count:1`,
      `${today} path=/ source=google.com views:1 visits:1 firstInVisit:1`,
    ])
  })
  it('carry no counter that a cross may not carry', () => {
    const all = crosses({ path: ['/'], source: ['google.com'], browser: ['Firefox'], entry: ['/'] })
    expect(all.length).toBeGreaterThan(4)
    for (const each of all) expect(each).not.toMatch(/consented|OfDay|newVisitors/)
  })
})

describe('budgets', () => {
  const budget = dimensionRow('path').budget
  const views = (count: number) => Array.from({ length: count }, (_, index) => view({ path: `/p${index}` }))

  it('keep as many values as the dimension may have, the rest as (other)', () => {
    expect(line(cellsOf(views(budget)), 'path=(other)')).toBeUndefined()
    expect(line(cellsOf(views(budget + 1)), 'path=(other)')).toBe('views:1 consentedViews:1')
  })
  it('keep a value once admitted for the whole day', () => {
    const stateOf = states()
    aggregate([view({ path: '/early' }), ...views(budget)], stateOf)
    expect(line(aggregate([view({ path: '/early' }), view({ path: '/late' })], stateOf).cells, 'path=/early')).toBeDefined()
    expect(line(aggregate([view({ path: '/late' })], stateOf).cells, 'path=/late')).toBeUndefined()
  })
})

describe('what became of events', () => {
  const refused = (value: string, count: number, hour?: number): Fact => ({
    ...{ type: 'count', site: 'example.org', day: today, dimension: 'refused' },
    ...{ value, count, hour },
  })
  const named = (facts: Fact[], stateOf = states()) =>
    lines(aggregate(facts, stateOf).cells).filter((each) => /(refused|unusual)=/.test(each))

  it('stands beside its hour, which has earned nothing; of an hour that is not known, on its day alone', () => {
    expect(named([refused('bot', 3, 9), refused('bot', 1, 23), refused('clock', 2)])).toEqual([
      `${today} refused=bot count:4`,
      `${today} refused=clock count:2`,
      `${today} refused=bot hour=23 count:1`,
      `${today} refused=bot hour=9 count:3`,
    ])
  })
  it('lets no other value stand in crosses that has not earned it', () => {
    const crosses = lines(cellsOf([view({ path: '/', device: 'mobile' })], { device: ['mobile'] })).filter((each) =>
      / \w+=\S+ \w+=/.test(each),
    )
    expect(crosses).toEqual([])
  })

  it('is unusual where a budget has no room: each event once a dimension, in its hour, whatever else it counts', () => {
    const stateOf = states()
    const budget = dimensionRow('path').budget
    aggregate(
      Array.from({ length: budget }, (_, index) => view({ path: `/p${index}` })),
      stateOf,
    )
    const begun = view({ path: '/late', visit: 1, first: 'new', hour: 3 })
    const facts = [
      begun,
      // From one page without a row to another: its path, its exit, its step and the page before are one dimension's.
      view({ path: '/later', from: '/late', visit: 2, hour: 4 }),
      leave({ path: '/later', seconds: 5, scroll: 3, hour: 4 }),
      view({ path: '/p1', hour: 4 }),
      view({ path: '(other)', source: '(direct)', hour: 4 }),
    ]
    expect(named(facts, stateOf)).toEqual([
      `${today} unusual=path count:3`,
      `${today} unusual=path hour=3 count:1`,
      `${today} unusual=path hour=4 count:2`,
    ])
    expect(named(facts, stateOf)).toEqual(named(facts, stateOf))
  })
  it('counts of many events told together each as unusual', () => {
    const strays = Array.from({ length: dimensionRow('stray').budget + 2 }, (_, index): Fact => {
      return { type: 'count', site: 'example.org', day: today, dimension: 'stray', value: `h${index}.net`, count: 4, hour: 7 }
    })
    expect(named(strays)).toEqual([`${today} unusual=stray count:8`, `${today} unusual=stray hour=7 count:8`])
  })
})

describe('the books', () => {
  it('name every event accepted by site, day and type, and counts in memory not at all', () => {
    const { accepted } = aggregate(
      [
        view(),
        view({ consent: false }),
        leave(),
        { type: 'count', site: 'example.org', day: today, dimension: 'refused', value: 'bot', count: 5 },
      ],
      states(),
    )
    expect(accepted).toEqual([
      { site: 'example.org', day: today, event: 'view', count: 2 },
      { site: 'example.org', day: today, event: 'leave', count: 1 },
    ])
  })
  it('ask for the state of the day before where a visit went on over midnight', () => {
    expect(
      daysOf([view({ path: '/a', from: '/', visit: 2, overnight: 'view' })])
        .map((each) => each.day)
        .sort(),
    ).toEqual([yesterday, today])
  })
  it('make the same cells from the same facts in the same order', () => {
    const facts = [view({ path: '/b' }), view({ path: '/a', source: 'x.org' }), leave({ seconds: 3 })]
    expect(cellsOf(facts)).toEqual(cellsOf(facts))
  })
})
