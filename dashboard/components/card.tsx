/** A card of lists: its tabs, and the list that is open. */
import { useRef } from 'preact/hooks'
import { type Card as CardRow, openPanel, type PanelRow, withTab } from '../panels.ts'
import type { Overview } from '../questions.ts'
import { choice, choose } from '../state/store.ts'
import { PathRules } from '../views/path-rules.tsx'
import { Panel } from './panel.tsx'

export function Card({ card, lists }: { card: CardRow; lists: Overview['lists'] }) {
  const open = openPanel(card, choice.value.tabs)
  const id = `card-${card.panels[0]!.dimension}`
  return (
    <section class="panel" aria-label={card.name}>
      {card.panels.length === 1 ? <Title {...open} /> : <Tabs {...{ card, open, id }} />}
      <div
        {...(card.panels.length > 1 && { role: 'tabpanel', id: `${id}-list`, 'aria-labelledby': `${id}-${open.dimension}` })}
        key={open.dimension}
      >
        <Panel panel={open} answer={lists.get(open.dimension)} />
      </div>
      {card.settings === 'pathRules' && <PathRules />}
    </section>
  )
}

function Title({ title, note }: PanelRow) {
  return (
    <h2>
      {title} {note && <small>{note}</small>}
    </h2>
  )
}

function Tabs({ card, open, id }: { card: CardRow; open: PanelRow; id: string }) {
  const list = useRef<HTMLDivElement>(null)
  const show = (panel: PanelRow) => choose({ tabs: withTab(card, panel, choice.value.tabs) }, 'replace')
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step) return
    const { panels } = card
    const next = panels[(panels.indexOf(open) + step + panels.length) % panels.length]!
    show(next)
    list.current?.querySelector<HTMLElement>(`#${id}-${next.dimension}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={card.name} ref={list} onKeyDown={move}>
      {card.panels.map((panel) => (
        <button
          key={panel.dimension}
          type="button"
          role="tab"
          id={`${id}-${panel.dimension}`}
          aria-selected={panel === open}
          aria-controls={`${id}-list`}
          tabIndex={panel === open ? 0 : -1}
          onClick={() => show(panel)}
        >
          {panel.title}
        </button>
      ))}
    </div>
  )
}
