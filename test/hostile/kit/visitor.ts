/** Somebody at a browser, whichever it is: what a hostile page can be asked to bear is said once for all of them. */
import { eventually } from '../../kit/temporary.ts'

export interface Visitor {
  /** Goes to an address; resolves once the page has loaded, or `until` that. */
  open(address: string, until?: 'load' | 'commit'): Promise<void>
  /** Presses what a CSS selector finds, as a person does; `double` twice in a row. */
  press(selector: string, double?: boolean): Promise<void>
  /** A key, by its name. */
  key(name: string): Promise<void>
  /** The middle of a button of the banner, once it is in sight and nothing lies over it. */
  inSight(button: 'Accept' | 'Reject' | 'Close'): Promise<[x: number, y: number]>
  /** Presses a button of the banner, which must be in sight; `double` twice in a row. */
  answer(button: 'Accept' | 'Reject' | 'Close', double?: boolean): Promise<void>
  back(): Promise<void>
  forward(): Promise<void>
  reload(): Promise<void>
  /** What a script of the page gives; its text is an expression. */
  look<Value>(script: string): Promise<Value>
  /** Runs a script in every page from now on, before any of its own. */
  before(script: string): Promise<void>
  /** Whether the browser has a network. */
  goOnline(isOnline: boolean): Promise<void>
  resize(width: number, height: number): Promise<void>
  /** The cookies of the site by name; of several of one name all values. */
  jar(): Promise<Record<string, string[]>>
  /** Keeps a cookie before the visit. */
  keep(name: string, value: string, address: string): Promise<void>
  /** Another tab of the same browser. */
  tab(): Promise<Visitor>
  /** Exceptions of the pages, and what their consoles call errors. */
  errors: string[]
  /** What their consoles call warnings. */
  warnings: string[]
  picture(file: string): Promise<void>
  /** Until the browser has had nothing to load for half a second. */
  idle(): Promise<void>
  close(): Promise<void>
}

export interface Browser {
  name: 'chromium' | 'firefox'
  /** A new browser of a new person. */
  visitor(): Promise<Visitor>
  close(): Promise<void>
}

/** A document that goes may take the answer of the script that sent it away with it. */
export function unlessGone(error: Error): void {
  if (!/context was destroyed|navigat/i.test(error.message)) throw error
}

export function inSight(visitor: Pick<Visitor, 'look'>, button: string): Promise<[x: number, y: number]> {
  // Another document may come meanwhile.
  const middle = () => visitor.look<[number, number] | null>(`(${middleOf})(${JSON.stringify(button)})`).catch(() => null)
  return eventually(`${button} is in sight`, middle)
}

const middleOf = `(text) => {
  const root = document.querySelector('footfall-consent')?.shadowRoot
  const button = [...(root?.querySelectorAll('button') ?? [])].find((each) => each.textContent === text)
  if (!button) return null
  const { x, y, width, height } = button.getBoundingClientRect()
  const middle = [x + width / 2, y + height / 2]
  return root.elementFromPoint(...middle) === button ? middle : null
}`
