/** `site forget`: shows what of a day would be taken away, takes it away with `--yes`, and lists what was. */
import { bounds } from '../../contract/bounds.ts'
import { type Counter, counters } from '../../contract/counters.ts'
import { type Day, isDay } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import type { Counts } from '../cells/bookings.ts'
import { StoreAway } from '../deps.ts'
import type { Forgot, Previewed } from '../spool/forget.ts'
import { wholeDay, wrongIn } from '../spool/forget-named.ts'
import type { Found } from '../spool/forget-preview.ts'
import type { Disposal, DisposalAsked } from '../spool/ledger-disposals.ts'
import type { Command, CommandDeps, Outcome } from './commands.ts'

/** How a collector takes back what of a day is named. Each rejects with `StoreAway` where the store does not answer. */
export interface Forgets {
  preview(asked: DisposalAsked): Promise<Previewed>
  forget(asked: DisposalAsked): Promise<Forgot>
  /** The newest first. */
  disposals(domain: string): Promise<Disposal[]>
}

type Deps = Pick<CommandDeps, 'sites' | 'forgets' | 'audit'>
type Asked = Extract<Command, { command: 'site forget' }>

export async function runForget({ sites, forgets, audit }: Deps, asked: Asked): Promise<Outcome> {
  const { domain, day, yes } = asked
  if (!sites.get(domain)) return wrong(`no such site: ${domain}`)
  if (!forgets) return { code: 1, out: [], error: 'nothing can be taken away at the edge yet' }
  if (asked.list) return { code: 0, out: listed(domain, await forgets.disposals(domain)) }
  const named = asked.all ? [wholeDay] : [...new Set(asked.values)]
  const fault = faultIn(asked, named)
  if (fault) return wrong(fault)
  const about = { id: crypto.randomUUID(), site: domain, day: day as Day, named }
  try {
    const seen = await forgets.preview(about)
    if ('refused' in seen) return { code: 1, out: [], error: seen.refused }
    const lines = linesOf(about, seen.found)
    if (!yes) return { code: 0, out: [...lines, 'nothing is changed; with --yes it is, and cannot be undone'] }
    const forgot = await forgets.forget(about)
    if ('refused' in forgot) return { code: 1, out: lines, error: forgot.refused }
    const report = await audit()
    return { code: report.ok ? 0 : 1, out: [...lines, `taken away, and on record: ${lineOf(forgot.disposal)}`, ...report.lines] }
  } catch (error) {
    if (error instanceof StoreAway) return { code: 1, out: [], error: error.message }
    throw error
  }
}

function faultIn({ day, all, values }: Asked, named: readonly string[]): string | null {
  if (day === undefined || !isDay(day)) return 'site forget needs --day <YYYY-MM-DD>, a day of the site'
  if (all === values.length > 0) return 'site forget needs --all, or what it is to take away: --host <host>, --value <dimension>=<value>'
  if (named.length > bounds.forgetNamed.max)
    return `site forget takes at most ${bounds.forgetNamed.max} values at once; path=/junk/** names many`
  return all ? null : (named.map(wrongIn).find((each) => each !== null) ?? null)
}

function listed(domain: string, all: readonly Disposal[]): string[] {
  return all.length > 0 ? all.map(lineOf) : [`nothing was ever taken away of ${domain}`]
}

function lineOf({ at, day, named, rows, views, visits, done }: Disposal): string {
  const time = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`
  return [time, `day ${day}`, named.join(' '), `${rows} rows, ${views} views, ${visits} visits`, ...(done ? [] : ['not done yet'])].join(
    '  ',
  )
}

/** What is said of a removal, line by line. */
function linesOf({ site, day, named }: DisposalAsked, { lists, crosses, total, others }: Found): string[] {
  const removed = others.filter(({ value }) => value === reserved.removed)
  const known = others.filter(({ value }) => value !== reserved.removed)
  return [
    `${site} on ${day}, ${named.join(' ')}`,
    ...lists.map(({ dimension, rows, counts }) => `  ${dimension}: ${counted(rows, 'row')} go, with ${said(counts)}`),
    ...(crosses > 0 ? [`  ${counted(crosses, 'pair')} of these with something else go`] : []),
    `  the site's total loses ${said(total)}`,
    ...known.map(({ dimension, value, counts }) => `  ${dimension} ${value} changes by ${said(counts)}`),
    ...removed.map(
      ({ dimension, counts }) => `  ${dimension}: nobody knows under which rows; ${reserved.removed} changes by ${said(counts)}`,
    ),
    ...(named.includes(wholeDay) ? [] : untold(named).map((line) => `  ${line}`)),
  ]
}

/** What of a removal stays, since nothing stored tells it. */
function untold(named: readonly string[]): string[] {
  const names = (dimension: string) => named.some((each) => each.startsWith(`${dimension}=`))
  const inTotal = !named.every((each) => /^(network|provider|choice|refused|stray)=/.test(each))
  return [
    ...(names('host') || names('referrer') ? ['which visits under a host or referrer went on is not kept: all are taken for bounces'] : []),
    ...(names('referrer') ? ['engaged time is not kept by referrer: it stays'] : []),
    ...(inTotal ? ['timings, scrolling, slices and networks are not kept beside it: what is in them stays'] : []),
    'the number of events that were accepted stays, by which an audit goes',
  ]
}

function said(counts: Counts): string {
  const texts = (Object.keys(counts) as Counter[])
    .sort((one, other) => counters.indexOf(one) - counters.indexOf(other))
    .filter((name) => counts[name])
    .map((name) => `${counts[name]} ${words[name]}`)
  return texts.length > 0 ? texts.join(', ') : 'nothing'
}

const words: Record<Counter, string> = {
  views: 'views',
  consentedViews: 'consented views',
  visits: 'visits',
  consentedVisits: 'consented visits',
  secondViews: 'second views',
  firstOfDay: 'browsers of the day',
  newVisitors: 'new browsers',
  firstInVisit: 'sights',
  seconds: 'seconds',
  count: 'counted',
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

function wrong(error: string): Outcome {
  return { code: 2, out: [], error }
}
