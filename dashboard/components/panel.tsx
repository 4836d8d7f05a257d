/** One list as a table: values, a bar for the share of each, the numbers; a value that can be filtered by is a button. */
import { useSignal } from '@preact/signals'
import { reserved } from '../../contract/dimensions.ts'
import type { Answer, Row } from '../../contract/query.ts'
import { measureSize, measureText, titleOf, valueName } from '../format.ts'
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
  const { rows } = answer
  if (panel.asColumns && rows.length > 0) return <Hours answer={answer} />
  if (panel.asClasses && rows.length > 0) return <Classes panel={panel} answer={answer} />
  const shown = all.value ? rows : rows.slice(0, panelShown)
  return (
    <>
      {rows.length === 0 && <p class="nothing">{isNotKept(panel, answer) ? notKeptText(panel) : panel.empty}</p>}
      {rows.length > 0 && <Table panel={panel} rows={shown} largest={largestOf(panel, rows)} />}
      <Unlisted panel={panel} rows={rows} />
      {rows.length > panelShown && (
        <button type="button" class="quiet more" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? 'Show fewer' : rows.length >= panelLimit ? `Show the first ${panelLimit}` : `Show all ${rows.length}`}
        </button>
      )}
    </>
  )
}

function isNotKept({ measures }: PanelRow, { notes }: Answer): boolean {
  return notes.some((note) => note.reason === 'notKept' && note.measure === measures[0]!.measure)
}

function notKeptText({ title }: PanelRow): string {
  const filters = choice.value.filters ?? []
  if (filters.length === 0) return 'Not kept for these days.'
  return `${title} are not kept beside ${filters.length > 1 ? 'these filters' : 'this filter'}: what is stored names at most two things, and not every two.`
}

function Table({ panel, rows, largest }: { panel: PanelRow; rows: readonly Row[]; largest: number }) {
  return (
    <table>
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
        {rows.map((row) => (
          <Line key={String(row[panel.dimension])} panel={panel} row={row} share={shareOf(panel, row, largest)} />
        ))}
      </tbody>
    </table>
  )
}

function Line({ panel, row, share }: { panel: PanelRow; row: Row; share: number }) {
  const { dimension, measures } = panel
  const given = row[dimension]
  const value = given === null ? null : String(given)
  const name = valueName(dimension, value, site.value)
  const title = titleOf(name)
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
        <span class="bar" style={{ '--share': share.toFixed(4) }} />
        {filterable.includes(dimension) && value !== reserved.notKept ? (
          <button type="button" class={name.isOurs ? 'name ours' : 'name'} title={`Only ${title}`} onClick={filter}>
            {text}
          </button>
        ) : (
          <span class={name.isOurs ? 'name ours' : 'name'} title={title}>
            {text}
          </span>
        )}
      </th>
      {measures.map(({ measure }) => (
        <td key={measure} class="number">
          {measureText(row, measure)}
        </td>
      ))}
    </tr>
  )
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

function shareOf(panel: PanelRow, row: Row, largest: number): number {
  return largest > 0 ? measureSize(row, panel.measures[0]!.measure) / largest : 0
}
