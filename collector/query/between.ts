/** A measure of a row of a cross: at least what is kept of it, at most what it would be with all that may be missing. Pure. */
import type { Counter } from '../../contract/counters.ts'
import { type FormulaInput, type FormulaName, formulaOf, type Value, type ValueRange } from './measure-formulas.ts'
import type { Quantity } from './missing.ts'

/** How much more of it there can truly be than is kept. */
export type More = (quantity: Quantity | 'exits') => number

/**
 * Null stays null only where nothing can be missing. A measure that grows with what it is made of is worked out once of what is kept, and once of
 * all; of a ratio both parts may be missing, so it has its own way. Undefined where nothing bounds it.
 */
export function between(name: FormulaName, given: FormulaInput, more: More): Value {
  const kept = formulaOf(name).value(given)
  if (kept === undefined) return kept
  // All that stands in such crosses came with consent.
  if (name === 'coverage') return kept ?? unlessMissing(kept, more('views'))
  const ofRatio = ratios[name]
  if (ofRatio) return ofRatio(given, more, kept)
  if (!kept) return kept
  const upper = name === 'bounces' ? kept.upper + more('bounces') : (withAll(name, given, more)?.upper ?? kept.upper)
  return Number.isFinite(upper) ? { lower: kept.lower, upper } : undefined
}

function withAll(name: FormulaName, given: FormulaInput, more: More): Value {
  const count = (counter: Counter) => given.count(counter) + more(counter)
  return formulaOf(name).value({ ...given, count, exits: given.exits + more('exits') })
}

type Ratio = (given: FormulaInput, more: More, kept: ValueRange | null) => Value

const ratios: Partial<Record<FormulaName, Ratio>> = {
  /** What may be missing are bounces and visits that were none: the share is least with these alone, most with those. */
  bounceRate: ({ count }, more, kept) => {
    const visits = count('consentedVisits')
    if (!kept || visits === 0) return unlessMissing(kept, more('consentedVisits'))
    const bounced = Math.max(0, visits - count('secondViews'))
    const others = Math.min(more('secondViews'), more('consentedVisits'))
    const bounces = Math.min(more('bounces'), more('consentedVisits'))
    return finite({ lower: bounced / (visits + others), upper: (bounced + bounces) / (visits + bounces) })
  },
  viewsPerVisit: ratio('consentedViews', 'consentedVisits', { each: 1 }),
  viewsPerCrossSight: ratio('consentedViews', 'firstInVisit', { each: 1, least: 'consentedVisits' }),
  secondsPerVisit: ratio('seconds', 'consentedVisits', { each: 0 }),
  secondsPerCrossSight: ratio('seconds', 'firstInVisit', { each: 0, least: 'consentedVisits' }),
}

/** A sum for each visit; a visit that is missing has `each` of it at least. Visits that say so in several tabs are as many as `least` at least. */
function ratio(of: Counter, per: Counter, { each, least = per }: { each: number; least?: Counter }): Ratio {
  return ({ count }, more, kept) => {
    const visits = count(per)
    if (!kept || visits === 0) return unlessMissing(kept, more(per))
    const sum = count(of)
    const missing = more(per)
    const lower = Math.min(sum / visits, (sum + each * missing) / (visits + missing))
    return finite({ lower, upper: (sum + more(of)) / Math.max(1, count(least)) })
  }
}

/** The share of nothing is unknown; of what may be something it is not kept. */
function unlessMissing(kept: ValueRange | null, missing: number): Value {
  return missing > 0 ? undefined : kept
}

function finite(span: ValueRange): Value {
  return Number.isFinite(span.lower) && Number.isFinite(span.upper) ? span : undefined
}
