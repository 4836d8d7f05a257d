/** The filters that are set, as chips: each can be turned round or taken away; and what is said where there are too many. */
import { listOf } from '../../cards/list/lists.ts'
import { titleOf, valueName } from '../../i18n/format.ts'
import { asksTooMuch, type Condition, conditionText } from '../../state/filters.ts'
import { choice, choose, site } from '../../state/store.ts'

/** `ranges`: some of the page's numbers are known by their bounds alone; `little`: much of some list is not kept. */
export function FilterChips({ ranges, little }: { ranges: boolean; little: boolean }) {
  const filters = choice.value.filters ?? []
  if (filters.length === 0) return null
  return (
    <div class="filters">
      <ul aria-label="Filters">
        {filters.map((condition) => (
          <Chip key={conditionText(condition)} condition={condition} all={filters} />
        ))}
      </ul>
      <button type="button" class="quiet" onClick={() => choose({ filters: [] })}>
        Clear
      </button>
      {ranges && (
        <p class="note">
          A range is the least and the most it can be: what is rare beside a filter is kept by the month.
          {little && choice.value.range !== 'month' && (
            <>
              {' '}
              <button type="button" class="within" onClick={() => choose({ range: 'month' })}>
                This month
              </button>{' '}
              tells more.
            </>
          )}
        </p>
      )}
      {little && site.value?.sameNetwork && <OneNetwork domain={site.value.domain} />}
      {asksTooMuch(filters) && (
        <p class="note" role="status">
          What is stored names at most two things at once, so that no visit can be put together again. Numbers under two kinds of filter are
          not kept: take one away.
        </p>
      )}
    </div>
  )
}

/** Why filters stay empty where the collector sees one network alone, and what mends it. */
function OneNetwork({ domain }: { domain: string }) {
  return (
    <p class="note" role="status">
      So far all visits came out of one network, and a value stands beside a filter only once several have brought it. Behind a proxy or a
      CDN? Name it in <code>FOOTFALL_PROXIES</code>. An intranet? <code>npm run footfall -- site add {domain} --one-network</code>
    </p>
  )
}

function Chip({ condition, all }: { condition: Condition; all: readonly Condition[] }) {
  const { operator, dimension, value } = condition
  const column = listOf(dimension)?.column ?? dimension
  const name = valueName(dimension, value, site.value)
  const { text } = name
  const turned: Condition = { ...condition, operator: operator === 'is' ? 'isNot' : 'is' }
  return (
    <li class="chip">
      <span class="what">{column}</span>
      <button
        type="button"
        aria-label={`${column} ${operator === 'is' ? 'is' : 'is not'} ${text}: invert`}
        onClick={() => choose({ filters: all.map((each) => (each === condition ? turned : each)) })}
      >
        {operator === 'is' ? 'is' : 'is not'}
      </button>
      <strong title={titleOf(name)}>{text}</strong>
      <button
        type="button"
        class="away"
        aria-label={`Remove the filter ${column} ${text}`}
        onClick={() => choose({ filters: all.filter((each) => each !== condition) })}
      >
        ×
      </button>
    </li>
  )
}
