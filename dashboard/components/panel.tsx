/** One list of the overview as a table: values, a bar for the share of each, and the numbers. */
import { useSignal } from '@preact/signals'
import type { Answer, Row } from '../../contract/query.ts'
import { measureSize, measureText, valueName } from '../format.ts'
import { type PanelRow, panelLimit, panelShown } from '../panels.ts'

export function Panel({ panel, answer }: { panel: PanelRow; answer: Answer | undefined }) {
  const all = useSignal(false)
  const rows = answer?.rows ?? []
  const shown = all.value ? rows : rows.slice(0, panelShown)
  const title = `panel-${panel.dimension}`
  return (
    <section class="panel" aria-labelledby={title}>
      <header>
        <h2 id={title}>{panel.title}</h2>
        <p>{panel.hint}</p>
      </header>
      {!answer && <Bones />}
      {answer && rows.length === 0 && <p class="nothing">{panel.empty}</p>}
      {rows.length > 0 && <Table panel={panel} rows={shown} largest={largestOf(panel, rows)} titledBy={title} />}
      {rows.length > panelShown && (
        <button type="button" class="quiet more" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? 'Show fewer' : rows.length >= panelLimit ? `Show the first ${panelLimit}` : `Show all ${rows.length}`}
        </button>
      )}
    </section>
  )
}

function Table(given: { panel: PanelRow; rows: Row[]; largest: number; titledBy: string }) {
  const { panel, rows, largest } = given
  return (
    <table aria-labelledby={given.titledBy}>
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
  const value = row[panel.dimension]
  const name = valueName(panel.dimension, value === null ? null : String(value))
  return (
    <tr>
      <th scope="row">
        {/* Set by script as a property, which a page without inline styles allows. */}
        <span class="bar" style={{ '--share': share.toFixed(4) }} />
        <span class={name.isOurs ? 'name ours' : 'name'} title={name.hint ? `${name.text}: ${name.hint}` : name.text}>
          {name.text}
          {name.hint && <small> {name.hint}</small>}
        </span>
      </th>
      {panel.measures.map(({ measure }) => (
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
