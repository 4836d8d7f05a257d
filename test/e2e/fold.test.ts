/** Folding on the real engine: what is small is taken back once, through crashes and beside other writers, and every answer still adds up. */
import { describe, expect, it } from 'vitest'
import { createQuery } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { audit } from '../../collector/spool/audit/audit.ts'
import type { FoldPoint } from '../../collector/spool/fold.ts'
import { bounds } from '../../contract/bounds.ts'
import { counters } from '../../contract/counters.ts'
import { addDays, type Day, monthOf } from '../../contract/day.ts'
import { crossOf, type Dimension } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { view } from '../kit/facts.ts'
import { foldingOfFile } from '../kit/folding.ts'
import { randomOf } from '../kit/random.ts'
import { acceptedBy } from '../kit/spool.ts'
import { judged, keptOf, truthOf } from '../kit/truth.ts'
import { earned, type World, worldOf } from './query.world.ts'

const store = engineStoreOfFile()
const folding = foldingOfFile(store)
const from = '2026-08-20'
const days = 80
// October and all its weeks are over, and so is the month of the last days.
const later = '2026-12-10'

/** Some months of a small site, kept and stored; its facts have hosts, so that crosses of them are there too. */
async function kept(site: string, options: { seed: number; browsers?: number }): Promise<World> {
  const world = worldOf({ site, from, days, browsers: 120, ...options })
  await folding().keep(world.facts, { ...earned, host: [site] })
  await folding().stored()
  return world
}

type Summed = { place: string; day: Day; grain: string; size: number; sums: string }
/** Every cell of a site that counts something by these counters, crosses apart where told so. */
function cells(site: string, condition = '1', names: readonly string[] = counters): Promise<Summed[]> {
  const sums = names.map((name) => `sum(\`${name}\`)`)
  return store().select<Summed>(
    `SELECT concat(dimensionA, '=', valueA, ' ', dimensionB, '=', valueB) AS place, toString(day) AS day, grain,
      greatest(${['views', 'visits', 'secondViews', 'firstInVisit', 'count'].map((name) => `abs(sum(\`${name}\`))`).join(', ')}) AS size,
      toString([${sums.join(', ')}]) AS sums
    FROM cells WHERE site = {site:String} AND ${condition}
    GROUP BY dimensionA, valueA, dimensionB, valueB, day, grain HAVING ${sums.map((sum) => `${sum} != 0`).join(' OR ')} ORDER BY ALL`,
    { site },
  )
}

const crosses = "dimensionA != ''"
// The buckets of a page's scrolling are judged together.
const plain = `${crosses} AND dimensionB != 'scroll'`
const untouched = "dimensionA = '' AND dimensionB NOT IN ('recency', 'cohort', '(last seen)')"
// Who was first and who was new is told of rare values together alone.
const ofViews = counters.filter((name) => name !== 'firstOfDay' && name !== 'newVisitors')

type Asked = Partial<Question> & { measures: Measure[] }

async function ask(site: string, question: Asked, now: Day = later): Promise<Answer> {
  return (await askAll(site, [question], now))[0]!
}

/** As many at once as a request holds. */
async function askAll(site: string, questions: readonly Asked[], now: Day = later): Promise<Answer[]> {
  const query = createQuery({ store: store(), sites: { get: (domain) => defaultSite(domain) }, clock: { now: () => Date.parse(now) } })
  const answers: Answer[] = []
  while (answers.length < questions.length) {
    const some = questions.slice(answers.length, answers.length + bounds.queryQuestions.max)
    const asked = some.map((question) => ({ site, from, to: addDays(from, days - 1), limit: 10_000, ...question }))
    const { status, body } = await query(asked, () => true)
    expect(status).toBe(200)
    answers.push(...(body as Answer[]))
  }
  return answers
}

const events = (site: string) => acceptedBy(folding().ledger).filter((each) => each.site === site)
const audited = () => audit(store(), folding().ledger)

describe('a folded site', () => {
  it('has no small cross of a day, nor of a month that is over; all else is as it was, and folding again finds nothing', async () => {
    await kept('whole.org', { seed: 11 })
    const before = { marginals: await cells('whole.org', untouched, ofViews), crosses: await cells('whole.org', plain) }
    expect(before.crosses.filter(({ size }) => size < 5).length).toBeGreaterThan(500)
    expect(await folding().foldOn(later)).toBeGreaterThan(500)
    expect(await cells('whole.org', untouched, ofViews)).toEqual(before.marginals)
    expect(await cells('whole.org', plain)).toEqual(before.crosses.filter(({ size }) => size >= 5))
    expect(before.crosses.filter(({ size, grain }) => size >= 5 && grain === 'day').length).toBeGreaterThan(50)
    // Nor do small ones lie in the table beside their reversals, to be read one by one.
    const raw = `SELECT count() AS found FROM cells WHERE site = 'whole.org' AND ${plain} AND greatest(abs(views), abs(visits), abs(\`count\`)) < 5 AND day < '2026-11-01'`
    expect(await store().select(raw)).toEqual([{ found: 0 }])
    const { last } = folding().ledger
    const number = last()
    expect(await folding().foldOn(later)).toBe(0)
    expect(last()).toBe(number)
    expect(await audited()).toMatchObject({ ok: true, pending: 0 })
    expect(events('whole.org').length).toBeGreaterThan(0)
  })

  it('tells of rare values together alone who was first and who was new, once no day earns by them', async () => {
    const site = 'rare.org'
    const day = '2026-09-01'
    const browser = (country: string) => view({ site, host: site, day, visit: 1, first: 'new', recency: 'new', since: 0, country })
    // Ten from one country, two from two others; a view without consent tells no country.
    const facts = [...Array.from({ length: 10 }, () => browser('US')), browser('IS'), browser('IS'), browser('NR')]
    await folding().keep([...facts, view({ site, host: site, day, consent: false })])
    const people = async () => {
      const { rows } = await ask(site, { from: day, to: day, by: ['country'], measures: ['visitors', 'newVisitors'] })
      return Object.fromEntries(rows.map(({ country, ...row }) => [country, row]))
    }
    const exact = { US: { visitors: 10, newVisitors: 10 }, IS: { visitors: 2, newVisitors: 2 }, NR: { visitors: 1, newVisitors: 1 } }
    await folding().foldOn('2026-10-04')
    expect(await people()).toEqual(exact)
    await folding().foldOn('2026-10-05')
    // Iceland and Nauru had three browsers together, and ten are taken together at least: so nobody is told apart any more.
    const told = (views: number) => ({ visitors: null, visitorsLower: 1, visitorsUpper: views })
    expect(await people()).toMatchObject({ US: told(10), IS: told(2), NR: { visitors: 1 } })
    const held = await cells(site, `${untouched} AND dimensionB = 'country'`, ['firstOfDay', 'newVisitors'])
    expect(held.map(({ place, grain, sums }) => `${grain} ${place} ${sums}`)).toEqual(['day = country=(few) [13,13]'])
    const totals = async (filters: Question['filters']) =>
      (await ask(site, { from: day, to: day, measures: ['visitors', 'newVisitors'], filters })).totals
    expect(await totals([])).toEqual({ visitors: 13, newVisitors: 13 })
    expect(await totals([['isNot', 'country', ['IS']]])).toMatchObject({ visitorsLower: 1, visitorsUpper: 11 })
    expect(await totals([['is', 'country', ['(few)']]])).toEqual({ visitors: 0, newVisitors: 0 })
    expect(await folding().foldOn('2026-10-05')).toBe(0)
    // What comes late is folded with it.
    await folding().keep([browser('NR')])
    await folding().foldOn('2026-10-05')
    const late = await cells(site, `${untouched} AND dimensionB = 'country'`, ['firstOfDay', 'newVisitors'])
    expect(late.map(({ place, grain, sums }) => `${grain} ${place} ${sums}`)).toEqual(['day = country=(few) [14,14]'])
  })

  it('keeps the sum of a month while it lasts, and takes back what is small in it once it is over', async () => {
    const site = 'month.org'
    const told = { site, host: site, source: 'news.org', browser: 'Firefox', device: 'mobile' } as const
    const facts = Array.from({ length: 8 }, (_, index) => view({ ...told, day: `2026-09-0${index + 1}` }))
    const rare = [view({ ...told, day: '2026-09-02', browser: 'Chrome' })]
    await folding().keep([...facts, ...rare], { source: ['news.org'], browser: ['Firefox', 'Chrome'] })
    const sizes = async () => (await cells(site, crosses)).map(({ grain, place, day, size }) => `${grain} ${place} ${day} ${size}`)
    await folding().foldOn('2026-09-25')
    const [busy, lone] = ['source=news.org browser=Firefox', 'source=news.org browser=Chrome']
    expect(await sizes()).toEqual([`month ${lone} 2026-09-01 1`, `month ${busy} 2026-09-01 8`])
    await folding().foldOn('2026-10-02')
    expect(await sizes()).toHaveLength(2)
    await folding().foldOn('2026-10-03')
    expect(await sizes()).toEqual([`month ${busy} 2026-09-01 8`])
    const september = { from: '2026-09-01', to: '2026-09-30', measures: ['views'] as Measure[], by: ['browser'] as Dimension[] }
    expect((await ask(site, { ...september, filters: [['is', 'source', ['news.org']]] })).rows).toEqual([
      // All views of Firefox are kept beside this source, so none of it can be missing.
      { browser: 'Firefox', views: 8 },
      { browser: '(not kept)', views: 1 },
    ])
  })

  it('judges the buckets of a page together: a lone slow view among five stays, four views go', async () => {
    const site = 'slow.org'
    const timing = (path: string, bucket: string) => ({
      type: 'vitals' as const,
      site,
      day: '2026-09-10',
      hour: 1,
      host: site,
      path,
      metric: 'lcp' as const,
      bucket,
    })
    const facts = [...['/a', '/b'].flatMap((path) => Array.from({ length: 4 }, () => timing(path, '1026'))), timing('/a', '5000')]
    await folding().keep(facts, { path: ['/a', '/b'] })
    await folding().foldOn('2026-09-13')
    expect((await cells(site, `${crosses} AND grain = 'day'`)).map(({ place, size }) => `${place} ${size}`)).toEqual([
      'path=/a lcp=1026 4',
      'path=/a lcp=5000 1',
    ])
  })
})

describe('answers', () => {
  const filters: [Dimension, string][] = [
    ['source', 'google.com'],
    ['path', '/parks'],
    ['browser', 'Firefox'],
    ['device', 'mobile'],
    ['entry', '/'],
  ]
  const by: Dimension[] = ['path', 'source', 'browser', 'device', 'entry', 'country', 'hour']
  const windows: Partial<Question>[] = [
    {},
    { from: '2026-09-01', to: '2026-09-30' },
    { from: '2026-08-25', to: '2026-10-03' },
    { from: '2026-09-07', to: '2026-09-07' },
    { interval: 'day', from: '2026-09-05', to: '2026-09-12' },
    { interval: 'month' },
  ]

  /** Every panel under every filter. */
  async function panels(site: string, over: readonly Partial<Question>[], measures: Measure[]) {
    const asked = over.flatMap((window) =>
      filters.flatMap(([dimension, value]) =>
        by.filter((name) => crossOf(dimension, name)).map((name) => ({ window, filter: { dimension, value }, name })),
      ),
    )
    const questions = asked.map(({ window, filter: { dimension, value }, name }) => {
      const filters: Question['filters'] = [['is', dimension, [value]]]
      return { ...window, measures, by: [name], filters }
    })
    const answers = await askAll(site, questions)
    return asked.map((each, index) => ({ ...each, question: questions[index]!, answer: answers[index]! }))
  }

  const sumOf = ({ rows }: Answer, measure: Measure) => rows.reduce((sum, row) => sum + (keptOf(row, measure) ?? 0), 0)

  it('add up before and after, with the same totals', async () => {
    const site = 'sums.org'
    await kept(site, { seed: 11 })
    const before = await panels(site, windows, ['views', 'entries'])
    await folding().foldOn(later)
    const after = await panels(site, windows, ['views', 'entries'])
    let less = 0
    for (const [index, { question, answer }] of before.entries()) {
      const folded = after[index]!.answer
      expect(folded.totals).toEqual(answer.totals)
      for (const measure of ['views', 'entries'] as const) {
        if (answer.totals[measure] === null || answer.rows.some((row) => keptOf(row, measure) === null)) continue
        expect(sumOf(answer, measure), JSON.stringify(question)).toBe(answer.totals[measure])
        expect(sumOf(folded, measure), JSON.stringify(question)).toBe(answer.totals[measure])
      }
      const value = (row: Answer['rows'][number]) => row[question.by![0]!]
      const keptRows = folded.rows.filter((row) => value(row) !== '(not kept)')
      if (keptRows.length < answer.rows.filter((row) => value(row) !== '(not kept)').length) less++
      for (const row of keptRows) {
        const was = answer.rows.find((other) => value(other) === value(row) && other.date === row.date)
        expect(keptOf(row, 'views') ?? 0).toBeLessThanOrEqual(keptOf(was!, 'views') ?? 0)
      }
    }
    // Days lose most of their small panels, the month of September none but what is small in it.
    expect(less).toBeGreaterThan(10)
  })

  it('bound the rows of which something was folded by the truth; where nothing can be missing they are exact', async () => {
    const site = 'bounds.org'
    const { truths } = await kept(site, { seed: 11 })
    await folding().foldOn(later)
    const measures: Measure[] = ['views', 'visits', 'visitors', 'entries', 'exits', 'bounces', 'bounceRate', 'viewsPerVisit', 'coverage']
    const told = new Map<string, number>()
    const whole = windows.filter(({ interval }) => !interval)
    for (const { window, filter, name, answer } of await panels(site, whole, measures)) {
      const { from: first = from, to = addDays(from, days - 1) } = window
      const passing = truths.filter(({ day, values }) => day >= first && day <= to && values[filter.dimension] === filter.value)
      for (const row of answer.rows.filter((each) => each[name] !== '(not kept)')) {
        const ofRow = passing.filter((each) => each.values[name] === row[name])
        for (const measure of measures) {
          const how = judged({ row, measure, truth: truthOf(measure, ofRow, [filter.dimension, name].includes('path')) })
          told.set(`${measure} ${how}`, (told.get(`${measure} ${how}`) ?? 0) + 1)
        }
      }
    }
    for (const how of ['views bounded', 'views exact', 'visits bounded', 'bounceRate bounded', 'exits bounded', 'viewsPerVisit bounded'])
      expect(told.get(how), how).toBeGreaterThan(20)
  })

  it('of this month are those of its sum, though its days are folded, and end with the day that was asked for', async () => {
    const site = 'running.org'
    const { truths } = await kept(site, { seed: 11, browsers: 20 })
    const filters: Question['filters'] = [['is', 'source', ['news.org']]]
    // On the 24th of a month that goes on, with views of the day after from zones that are ahead.
    const [first, to] = ['2026-10-01', '2026-10-24']
    await folding().foldOn(to)
    const rows = async (window: Partial<Question>) => {
      const answer = await ask(site, { ...window, measures: ['views'], by: ['path'], filters }, to)
      return answer.rows.filter((row) => row.path !== '(not kept)')
    }
    const views = (path: string, last: Day) =>
      truths.filter(({ day, values }) => day >= first && day <= last && values.path === path && values.source === 'news.org').length
    for (const last of [to, addDays(to, -1), addDays(to, 3)]) {
      const found = await rows({ from: first, to: last })
      expect(found.length).toBe(3)
      for (const row of found) expect(keptOf(row, 'views'), JSON.stringify(row)).toBe(views(String(row.path), last))
    }
    // By its days a good part of it is not there any more.
    const byDay = await rows({ from: addDays(first, 1), to })
    expect(byDay.some((row) => keptOf(row, 'views')! < views(String(row.path), to) / 2)).toBe(true)
  })

  it('bound the visitors of windows over quiet days by the truth, and count those of one day exactly', async () => {
    const site = 'quiet.org'
    const { truths } = await kept(site, { seed: 5, browsers: 60 })
    await folding().foldOn(later)
    const random = randomOf(9)
    let bounded = 0
    for (let round = 0; round < 40; round++) {
      const first = addDays(from, Math.floor(random() * (days - 45)))
      const last = round % 4 === 0 ? first : addDays(first, Math.floor(random() * 45))
      const { totals } = await ask(site, { from: first, to: last, measures: ['visitors'] })
      const seen = truths.filter((each) => each.consent && each.day >= first && each.day <= last)
      const truth = new Set(seen.map(({ who }) => who)).size
      const [lower, upper] = totals.visitors === null ? [totals.visitorsLower, totals.visitorsUpper] : [totals.visitors, totals.visitors]
      expect(Number(lower)).toBeLessThanOrEqual(truth)
      expect(Number(upper)).toBeGreaterThanOrEqual(truth)
      if (first === last) expect(totals.visitors).toBe(truth)
      if (totals.visitors === null) bounded++
    }
    expect(bounded).toBeGreaterThan(5)
    // The last 31 days that anybody came, each of its weeks and its month are told as before they were folded.
    const last = addDays(from, days - 1)
    for (const [first, to] of [
      [addDays(last, -6), last],
      [addDays(last, -29), last],
      [addDays(last, -30), addDays(last, 30)],
      ['2026-10-26', '2026-11-01'],
      ['2026-10-01', '2026-10-31'],
      ['2026-11-01', '2026-11-30'],
    ] as const) {
      const seen = truths.filter((each) => each.consent && each.day >= first && each.day <= to)
      const { totals } = await ask(site, { from: first, to, measures: ['visitors'] })
      expect(totals, `${first} to ${to}`).toEqual({ visitors: new Set(seen.map(({ who }) => who)).size })
    }
  })
})

describe('once, whatever happens', () => {
  const points: FoldPoint[] = ['settled', 'read', 'frozen', 'merged']
  it.each(points)('a crash at "%s" and another start fold as an unbroken one does', async (point) => {
    const site = `crash-${point}.org`
    await kept(site, { seed: 21, browsers: 40 })
    const before = await cells(site, plain)
    const crash = () => {
      throw new Error('crashed')
    }
    await expect(folding().foldOn(later, { at: (at) => (at === point ? crash() : undefined) })).rejects.toThrow('crashed')
    await folding().restart()
    await folding().foldOn(later)
    expect(await cells(site, plain)).toEqual(before.filter(({ size }) => size >= 5))
    expect(await audited()).toMatchObject({ ok: true, pending: 0 })
  })

  it('a crash between the insert of a reversal and its mark does not take it back twice', async () => {
    const site = 'crash-inserted.org'
    await kept(site, { seed: 22, browsers: 40 })
    const before = await cells(site, plain)
    let crashes = 0
    const crash = () => {
      crashes++
      folding().stop()
      throw new Error('crashed')
    }
    await folding().restart({ at: (point) => point === 'inserted' && crash() })
    await folding().foldOn(later)
    expect(crashes).toBe(1)
    await folding().restart()
    await folding().foldOn(later)
    expect(await cells(site, plain)).toEqual(before.filter(({ size }) => size >= 5))
    expect(await audited()).toMatchObject({ ok: true, pending: 0 })
  })

  it('other days’ events that are frozen meanwhile only take its numbers', async () => {
    const site = 'beside.org'
    await kept(site, { seed: 23, browsers: 40 })
    const before = await cells(site, plain)
    let times = 0
    const meddle = async (at: FoldPoint) => {
      if (at === 'read' && times++ < 3) await folding().keep([view({ site, day: addDays(later, -1) })])
    }
    const last = folding().ledger.last()
    await folding().foldOn(later, { at: meddle })
    expect(times).toBeGreaterThan(2)
    expect(await cells(site, `${plain} AND day < '${monthOf(later)}'`)).toEqual(before.filter(({ size }) => size >= 5))
    expect(folding().ledger.last()).toBeGreaterThan(last + 3)
    expect(await audited()).toMatchObject({ ok: true, pending: 0 })
  })

  it('a day to which something is added while it is folded, or after, is folded with it', async () => {
    const site = 'late.org'
    const day = '2026-09-10'
    const some = (count: number) => Array.from({ length: count }, () => view({ site, day, source: 'news.org', browser: 'Firefox' }))
    const both = { source: ['news.org'], browser: ['Firefox'] }
    const left = async () => (await cells(site, `${plain} AND grain = 'day'`)).map(({ size }) => size)
    await folding().keep(some(3), both)
    const meddle = async (at: FoldPoint) => {
      if (at === 'read') await folding().keep(some(3), both)
    }
    expect(await folding().foldOn('2026-09-13', { at: meddle })).toBe(0)
    expect(await left()).toEqual([6])
    await folding().foldOn('2026-09-13')
    expect(await left()).toEqual([6])
    const other = 'later.org'
    const leftThere = async () => (await cells(other, `${plain} AND grain = 'day'`)).map(({ size }) => size)
    for (const count of [3, 4]) {
      await folding().keep(
        some(count).map((fact) => ({ ...fact, site: other })),
        both,
      )
      await folding().foldOn('2026-09-13')
      expect(await leftThere()).toEqual([])
    }
    expect((await cells(other, `${plain} AND grain = 'month'`)).map(({ size }) => size)).toEqual([7])
  })

  it('waits with a month in which a batch is set aside, and goes on once it is stored', async () => {
    const site = 'stuck.org'
    const some = (day: Day) => view({ site, day, source: 'news.org', browser: 'Firefox' })
    const both = { source: ['news.org'], browser: ['Firefox'] }
    await folding().keep([some('2026-07-10'), some('2026-09-10')], both)
    await folding().stored()
    await folding().keep([some('2026-09-11')], both)
    folding().ledger.setAside(folding().ledger.last())
    await folding().foldOn('2026-09-20')
    const left = async () => (await cells(site, `${plain} AND grain = 'day'`)).map(({ day }) => day)
    expect(await left()).toEqual(['2026-09-10'])
    await folding().restart()
    await folding().stored()
    expect(await left()).toEqual(['2026-09-10', '2026-09-11'])
    await folding().foldOn('2026-09-20')
    expect(await left()).toEqual([])
  })

  it('leaves a site alone into which history is being written, and every site where another collector writes', async () => {
    const site = 'alone.org'
    await folding().keep([view({ site, day: '2026-09-10', source: 'news.org', browser: 'Firefox' })], {
      source: ['news.org'],
      browser: ['Firefox'],
    })
    expect(await folding().foldOn('2026-09-20', { except: new Set([site]) })).toBe(0)
    const told: string[] = []
    const select: ReturnType<typeof store>['select'] = async (sql, params) =>
      store().select(sql, { ...params, ...(params?.collector0 ? { collector0: 'another' } : {}) })
    expect(await folding().foldOn('2026-09-20', { store: { select, merge: store().merge }, log: (line) => void told.push(line) })).toBe(0)
    expect(told.join()).toContain('another collector')
    expect(await folding().foldOn('2026-09-20')).toBeGreaterThan(0)
  })
})
