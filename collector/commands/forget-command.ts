/** `site forget`: shows what of a day would be taken away, takes it away with `--yes`, and lists what was. */
import { bounds } from '../../contract/bounds.ts'
import { type Counter, counters } from '../../contract/counters.ts'
import { type Day, isDay } from '../../contract/day.ts'
import { type Dimension, dimensionNames, reserved } from '../../contract/dimensions.ts'
import type { Counts } from '../cells/booking.ts'
import { countedAlone } from '../cells/removal-rules.ts'
import { StoreAway } from '../ports.ts'
import { wholeDay, wrongIn } from '../spool/forget/named.ts'
import type { Found, FoundList } from '../spool/forget/preview.ts'
import type { Disposal, DisposalAsked } from '../spool/ledger/disposals.ts'
import { type Command, type CommandDeps, type CommandOutcome, wrong } from './command.ts'

type Deps = Pick<CommandDeps, 'sites' | 'forgets' | 'audit'>
type ForgetCommand = Extract<Command, { command: 'site forget' }>

export async function runForget({ sites, forgets, audit }: Deps, asked: ForgetCommand): Promise<CommandOutcome> {
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
    if (!yes) return { code: 0, out: [...lines, 'nothing is changed yet; with --yes all of this is taken away, for good'] }
    const forgot = await forgets.forget(about)
    if ('refused' in forgot) return { code: 1, out: lines, error: forgot.refused }
    const report = await audit()
    return { code: report.ok ? 0 : 1, out: [...lines, `taken away, and on record: ${lineOf(forgot.disposal)}`, ...report.lines] }
  } catch (error) {
    if (error instanceof StoreAway) return { code: 1, out: [], error: error.message }
    throw error
  }
}

function faultIn({ day, all, values }: ForgetCommand, named: readonly string[]): string | null {
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
  const size = [counted(rows, 'row'), counted(views, 'view'), counted(visits, 'visit')].join(', ')
  return [time, `day ${day}`, named.join(' '), size, ...(done ? [] : ['not done yet'])].join('  ')
}

/** What is said of a removal, line by line. */
function linesOf({ site, day, named }: DisposalAsked, { lists, crosses, total, others }: Found): string[] {
  const removed = others.filter(({ value }) => value === reserved.removed)
  const known = others.filter(({ value }) => value !== reserved.removed)
  const bySize = Map.groupBy(removed, ({ counts }) => said(counts))
  return [
    `${site} on ${day}, ${named.join(' ')}`,
    ...lists
      .toSorted(inOrder)
      .map(({ dimension, rows, counts }) => `  ${dimension}: ${counted(rows, 'row')}, ${said(ofList(dimension, counts))}`),
    ...(crosses > 0 ? [`  ${counted(crosses, 'pair')} of these with something else`] : []),
    `  the site's total: ${said(total)}`,
    ...known.map(({ dimension, value, counts }) => `  ${dimension} ${value}: ${said(counts)}`),
    ...[...bySize].map(([size, all]) => `  ${all.map(({ dimension }) => dimension).join(', ')}: a row ${reserved.removed}, ${size}`),
    ...(named.includes(wholeDay) ? [] : untold(named).map((line) => `  ${line}`)),
  ]
}

const inOrder = (one: FoundList, other: FoundList) =>
  dimensionNames.indexOf(one.dimension as Dimension) - dimensionNames.indexOf(other.dimension as Dimension)

/** One browser is counted under every page that it saw: there they are no number of browsers. */
function ofList(dimension: string, { firstOfDay, newVisitors, ...counts }: Counts): Counts {
  return dimension === 'path' ? counts : { ...counts, firstOfDay, newVisitors }
}

/** What of a removal stays, since nothing stored tells it. */
function untold(named: readonly string[]): string[] {
  const names = (dimension: string) => named.some((each) => each.startsWith(`${dimension}=`))
  const inTotal = named.some((each) => !countedAlone.includes(each.slice(0, each.indexOf('='))))
  return [
    ...(inTotal
      ? [`under which rows of the other lists it stands nobody knows: they keep them, and end with a row ${reserved.removed}`]
      : []),
    ...(names('host') || names('referrer') ? ['which visits under a host or referrer went on is not kept: all are taken for bounces'] : []),
    ...(names('referrer') ? ['engaged time is not kept by referrer: it stays'] : []),
    ...(inTotal ? ['timings, scrolling, slices and networks are not kept beside it: what is in them stays'] : []),
    'the number of events that were accepted stays, by which an audit goes',
  ]
}

/** The counters by which people know a list; of visits and views the consented ones are a part. */
const words: Partial<Record<Counter, string>> = {
  views: 'view',
  visits: 'visit',
  firstOfDay: 'browser',
  newVisitors: 'new browser',
  seconds: 'second',
}

function said(counts: Counts): string {
  const known = counters.flatMap((name) => (counts[name] && words[name] ? [counted(counts[name], words[name])] : []))
  const texts = counts.count ? [...known, `${counts.count} counted`] : known
  return texts.length > 0 ? texts.join(', ') : 'nothing'
}

const counted = (count: number, what: string) => `${count} ${what}${Math.abs(count) === 1 ? '' : 's'}`
