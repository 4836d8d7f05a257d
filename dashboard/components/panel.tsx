/** One list as a table: values, a bar for the share of each, the numbers; a value that can be filtered by is a button. */
import { useSignal } from '@preact/signals'
import { reserved } from '../../contract/dimensions.ts'
import type { Answer, Row } from '../../contract/query.ts'
import { measureLeast, measureParts, measureSize, removedText, restHint, restText, titleOf, valueName } from '../format.ts'
import { type PanelRow, panelLimit, panelShown } from '../panels.ts'
import type { Answered } from '../query/client.ts'
import { filterable, withCondition } from '../state/filters.ts'
import { choice, choose, site } from '../state/store.ts'
import { Classes } from './classes.tsx'
import { Hours } from './hours.tsx'
import { Unlisted } from './unlisted.tsx'

export function Panel({ panel, answer }: { panel: PanelRow; answer: Answered | undefined }) {
  const all = useSignal(false)
  if (!answer) return <Bones />
  if (answer.problem) return <p class="nothing">These numbers did not come: {answer.problem}.</p>
  const { rest, removed, rows } = apart(panel, answer.rows)
  if (panel.asColumns && rows.length > 0)
    return <Hours rows={rows} rest={rest && restText(panel, rest, answer.totals)} removed={removed && removedText(panel, removed)} />
  if (panel.asClasses && rows.length > 0) return <Classes panel={panel} answer={answer} />
  const shown = all.value ? rows : rows.slice(0, panelShown)
  return (
    <>
      {answer.rows.length === 0 && <p class="nothing">{isNotKept(panel, answer) ? notKeptText(panel) : panel.empty}</p>}
      {answer.rows.length > 0 && (
        <Table panel={panel} rows={shown} largest={largestOf(panel, rows)} rest={rest} removed={removed} totals={answer.totals} />
      )}
      <Unlisted panel={panel} rows={rows} />
      {rows.length > panelShown && (
        <button type="button" class="quiet more" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? 'Show fewer' : rows.length >= panelLimit ? `Show the first ${panelLimit}` : `Show all ${rows.length}`}
        </button>
      )}
    </>
  )
}

/** What is not kept stands at the head: how much it is says what the rest is worth. What was taken away stands below all rows. */
function apart({ dimension }: PanelRow, all: readonly Row[]) {
  const [rest, removed] = [reserved.notKept, reserved.removed].map((value) => all.find((row) => row[dimension] === value))
  return { rest, removed, rows: all.filter((row) => row !== rest && row !== removed) }
}

function isNotKept({ measures }: PanelRow, { notes }: Answer): boolean {
  return notes.some((note) => note.reason === 'notKept' && note.measure === measures[0]!.measure)
}

function notKeptText({ title }: PanelRow): string {
  const filters = choice.value.filters ?? []
  if (filters.length === 0) return 'Not kept for these days.'
  return `${title} are not kept beside ${filters.length > 1 ? 'these filters' : 'this filter'}: what is stored names at most two things, and not every two.`
}

interface TableProps {
  panel: PanelRow
  rows: readonly Row[]
  largest: number
  rest: Row | undefined
  removed: Row | undefined
  totals: Row
}

function Table({ panel, rows, largest, rest, removed, totals }: TableProps) {
  return (
    <table class={[...rows, ...(rest ? [rest] : [])].some((row) => isBounded(panel, row)) ? 'ranges' : undefined}>
      <caption class="unseen">{panel.title}</caption>
      <thead>
        <tr>
          <th scope="col">{panel.column}</th>
          {panel.measures.map(({ measure, label }) => (
            <th key={measure} scope="col" class="number">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rest && <Rest panel={panel} row={rest} text={restText(panel, rest, totals)} hint={restHint} />}
        {rows.map((row) => (
          <Line key={String(row[panel.dimension])} panel={panel} row={row} largest={largest} />
        ))}
        {removed && (
          <Rest panel={panel} row={removed} text={valueName(panel.dimension, reserved.removed).text} hint={removedText(panel, removed)} />
        )}
      </tbody>
    </table>
  )
}

function Rest({ panel, row, text, hint }: { panel: PanelRow; row: Row; text: string; hint: string }) {
  return (
    <tr class="rest">
      <th scope="row">
        <span class="name ours" title={hint}>
          {text}
        </span>
      </th>
      <Numbers panel={panel} row={row} />
    </tr>
  )
}

function Line({ panel, row, largest }: { panel: PanelRow; row: Row; largest: number }) {
  const { dimension } = panel
  const given = row[dimension]
  const value = given === null ? null : String(given)
  const name = valueName(dimension, value, site.value)
  const title = titleOf(name)
  const first = panel.measures[0]!.measure
  const share = (size: number) => (largest > 0 ? size / largest : 0).toFixed(4)
  const filter = () => choose({ filters: withCondition(choice.value.filters ?? [], { operator: 'is', dimension, value }) })
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
        {isBounded(panel, row) && (
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
      <Numbers panel={panel} row={row} />
    </tr>
  )
}

/** Of bounds the lower is what one may count on: the upper stands back. */
function Numbers({ panel, row }: { panel: PanelRow; row: Row }) {
  return panel.measures.map(({ measure }) => {
    const { text, upTo } = measureParts(row, measure)
    return (
      <td key={measure} class="number" title={upTo && `at least ${text}, at most ${upTo}`}>
        {text}
        {upTo && <span class="up-to">–{upTo}</span>}
      </td>
    )
  })
}

function Bones() {
  return (
    <div class="bones" aria-hidden="true">
      <span class="bone" />
      <span class="bone" />
      <span class="bone" />
    </div>
  )
}

function largestOf(panel: PanelRow, rows: readonly Row[]): number {
  return Math.max(...rows.map((row) => measureSize(row, panel.measures[0]!.measure)))
}

function isBounded({ measures }: PanelRow, row: Row): boolean {
  return measures.some(({ measure }) => measureParts(row, measure).upTo !== undefined)
}
