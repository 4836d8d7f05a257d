/** One list: a table of values with a bar for the share of each, or as its card draws it; a value that can be filtered by is a button. */
import { useSignal } from '@preact/signals'
import type { ComponentChild } from 'preact'
import { reserved } from '../../../contract/dimensions.ts'
import type { Answer, Row } from '../../../contract/query.ts'
import type { QuestionResult } from '../../api/client.ts'
import { measureLeast, measureParts, measureSize, removedText, restHint, restText, titleOf, valueName } from '../../i18n/format.ts'
import type { Context } from '../../state/context.ts'
import { filterable, withCondition } from '../../state/filters.ts'
import { choose } from '../../state/store.ts'
import { CardProblem } from '../../ui/card-problem.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Skeletons } from '../../ui/skeletons.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { isBounded, isNotKept, largestOf, type Parts, partsOf } from './data.ts'
import { askedRows, type ListRow, shownRows } from './lists.ts'
import { Unlisted } from './unlisted.tsx'

/** Draws the rows of a list in another way than a table. There is at least one row. */
export type Drawing = (props: Parts & { list: ListRow; answer: Answer }) => ComponentChild

interface ListProps {
  list: ListRow
  answer: QuestionResult | undefined
  context: Context
  draw: Drawing | undefined
}

export function List({ list, answer, context, draw: Draw }: ListProps) {
  const all = useSignal(false)
  if (!answer) return <Skeletons />
  if (answer.problem) return <CardProblem text={answer.problem} />
  const parts = partsOf(list, answer.rows)
  const { rows } = parts
  if (Draw && rows.length > 0) return <Draw {...parts} list={list} answer={answer} />
  return (
    <>
      {answer.rows.length === 0 && <p class="nothing">{isNotKept(list, answer) ? notKeptText(list, context) : list.empty}</p>}
      {answer.rows.length > 0 && (
        <Table
          {...parts}
          list={list}
          rows={all.value ? rows : rows.slice(0, shownRows)}
          largest={largestOf(list, rows)}
          totals={answer.totals}
          context={context}
        />
      )}
      <Unlisted list={list} rows={rows} own={context.site} />
      {rows.length > shownRows && (
        <ShowMore all={all} more={rows.length >= askedRows ? `Show the first ${askedRows}` : `Show all ${rows.length}`} />
      )}
    </>
  )
}

function notKeptText({ title }: ListRow, { filters }: Context): string {
  if (filters.length === 0) return 'Not kept for these days.'
  return `${title} are not kept beside ${filters.length > 1 ? 'these filters' : 'this filter'}: what is stored names at most two things, and not every two.`
}

interface TableProps extends Parts {
  list: ListRow
  largest: number
  totals: Row
  context: Context
}

function Table({ list, rows, largest, rest, removed, totals, context }: TableProps) {
  return (
    <table class={[...rows, ...(rest ? [rest] : [])].some((row) => isBounded(list, row)) ? 'ranges' : undefined}>
      <caption class="visually-hidden">{list.title}</caption>
      <TableHead names={list.column} numbers={list.measures.map(({ label }) => label)} />
      <tbody>
        {rest && <Rest list={list} row={rest} text={restText(list, rest, totals)} hint={restHint} />}
        {rows.map((row) => (
          <Line key={String(row[list.dimension])} list={list} row={row} largest={largest} context={context} />
        ))}
        {removed && (
          <Rest list={list} row={removed} text={valueName(list.dimension, reserved.removed).text} hint={removedText(list, removed)} />
        )}
      </tbody>
    </table>
  )
}

function Rest({ list, row, text, hint }: { list: ListRow; row: Row; text: string; hint: string }) {
  return (
    <tr class="rest">
      <th scope="row">
        <span class="name ours" title={hint}>
          {text}
        </span>
      </th>
      <Numbers list={list} row={row} />
    </tr>
  )
}

function Line({ list, row, largest, context }: { list: ListRow; row: Row; largest: number; context: Context }) {
  const { dimension } = list
  const given = row[dimension]
  const value = given === null ? null : String(given)
  const name = valueName(dimension, value, context.site)
  const title = titleOf(name)
  const first = list.measures[0]!.measure
  const share = (size: number) => (largest > 0 ? size / largest : 0).toFixed(4)
  const filter = () => choose({ filters: withCondition(context.filters, { operator: 'is', dimension, value }) })
  const text = (
    <>
      {name.text}
      {name.also && <small class="also"> {name.also}</small>}
      {name.hint && <small> {name.hint}</small>}
    </>
  )
  return (
    <tr>
      <th scope="row">
        {/* Set by script as a property, which a page without inline styles allows. */}
        <span class="bar" style={{ '--share': share(measureLeast(row, first)) }} />
        {isBounded(list, row) && (
          <span class="bar most" style={{ '--from': share(measureLeast(row, first)), '--share': share(measureSize(row, first)) }} />
        )}
        {filterable.includes(dimension) ? (
          <button type="button" class={name.isOurs ? 'name ours' : 'name'} title={`Only ${title}`} onClick={filter}>
            {text}
          </button>
        ) : (
          <span class={name.isOurs ? 'name ours' : 'name'} title={title}>
            {text}
          </span>
        )}
      </th>
      <Numbers list={list} row={row} />
    </tr>
  )
}

/** Of bounds the lower is what one may count on: the upper stands back. */
function Numbers({ list, row }: { list: ListRow; row: Row }) {
  return list.measures.map(({ measure }) => {
    const { text, upTo } = measureParts(row, measure)
    return (
      <td key={measure} class="number" title={upTo && `at least ${text}, at most ${upTo}`}>
        {text}
        {upTo && <span class="up-to">–{upTo}</span>}
      </td>
    )
  })
}
