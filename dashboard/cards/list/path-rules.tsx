/** The owner's path rules in a dialog: written one a line, tried at once on the paths that are stored, and set. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { readableHost } from '../../../contract/host.ts'
import type { PathPreview } from '../../../contract/site.ts'
import { changeSite, type Got, previewPaths } from '../../api/client.ts'
import { numberText } from '../../i18n/format.ts'
import { loadSites, site } from '../../state/store.ts'

const pauseMilliseconds = 250

export function PathRules() {
  const open = useSignal(false)
  return (
    <>
      <button type="button" class="quiet more" onClick={() => (open.value = true)}>
        Path rules…
      </button>
      {open.value && <Dialog close={() => (open.value = false)} />}
    </>
  )
}

function Dialog({ close }: { close: () => void }) {
  const box = useRef<HTMLDialogElement>(null)
  const domain = site.peek()?.domain ?? ''
  const text = useSignal((site.peek()?.paths ?? []).join('\n'))
  const problem = useSignal('')
  const found = useSignal<Got<PathPreview> | null>(null)
  const rules = text.value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  useEffect(() => box.current?.showModal(), [])
  useEffect(() => {
    const abort = new AbortController()
    // Not on every key: each answer is read from the store.
    const timer = setTimeout(async () => {
      const got = await previewPaths(domain, rules, abort.signal)
      if (got.kind !== 'aborted') found.value = got
    }, pauseMilliseconds)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [text.value])
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    problem.value = (await changeSite(domain, { paths: rules })) ?? ''
    if (problem.value) return
    await loadSites()
    close()
  }
  return (
    <dialog class="dialog" ref={box} aria-labelledby="path-rules" onClose={close}>
      <form onSubmit={save}>
        <h2 id="path-rules">Path rules of {readableHost(domain)}</h2>
        <p>
          A path that meets a rule is counted as the rule, the first in this order. <code>*</code> stands for one part between slashes,{' '}
          <code>**</code> at the end for all that is below. Rules hold for views to come; what is stored stays as it is.
        </p>
        <label>
          One rule a line
          <textarea
            rows={4}
            spellcheck={false}
            placeholder="/case/*"
            value={text.value}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
        </label>
        <Preview got={found.value} rules={rules.length} />
        {problem.value && <p role="alert">Not saved: {problem.value}.</p>}
        <p class="acts">
          <button type="button" onClick={() => box.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="strong">
            Save
          </button>
        </p>
      </form>
    </dialog>
  )
}

function Preview({ got, rules }: { got: Got<PathPreview> | null; rules: number }) {
  if (got?.kind === 'failed') return <p role="status">{problemText(got)}</p>
  if (got?.kind !== 'ok') return <p role="status">Trying them on the paths of the last 30 days…</p>
  const { rows, rules: sums, looked } = got.value
  const paths = sums.reduce((sum, each) => sum + each.paths, 0)
  const less = paths - rows.length
  return (
    <>
      <p role="status">
        Of {numberText(looked)} paths stored of the last 30 days {rules > 0 ? 'these rules' : 'no rule'} would have folded{' '}
        {numberText(paths)}
        {less > 0 && `; the ${rows.length} most viewed`}
        {paths > 0 ? ':' : '.'}
      </p>
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section class="scrolls" tabIndex={0} aria-label="Paths that would be folded">
          <table>
            <thead>
              <tr>
                <th scope="col">Path</th>
                <th scope="col">Would count as</th>
                <th scope="col" class="number">
                  Views
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ path, becomes, views }) => (
                <tr key={path}>
                  <th scope="row">{path}</th>
                  <td>{becomes}</td>
                  <td class="number">{numberText(views)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

function problemText({ problem, field }: Extract<Got<unknown>, { kind: 'failed' }>): string {
  const line = /^rules\.(\d+)$/.exec(field ?? '')?.[1]
  return `${line === undefined ? '' : `Line ${Number(line) + 1}: `}${problem}.`
}
