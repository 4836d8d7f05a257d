/** As much of a document as the banner needs: elements that hold text and can be pressed. */

type Handler = (event: { key?: string }) => void

export class SimulatedElement {
  readonly tag: string
  textContent = ''
  readonly children: SimulatedElement[] = []
  readonly attributes = new Map<string, string>()
  adoptedStyleSheets: unknown[] = []
  className = ''
  private parent: SimulatedElement | null = null
  private readonly handlers: [string, Handler][] = []

  constructor(tag: string) {
    this.tag = tag
  }

  append(...added: SimulatedElement[]): void {
    for (const each of added) each.parent = this
    this.children.push(...added)
  }
  insertBefore(added: SimulatedElement, next: SimulatedElement | null): void {
    const at = next ? this.children.indexOf(next) : this.children.length
    added.parent = this
    this.children.splice(at, 0, added)
  }
  get parentElement(): SimulatedElement | null {
    return this.parent
  }
  get isConnected(): boolean {
    return this.tag === 'html' || (this.parent?.isConnected ?? false)
  }
  attachShadow(): SimulatedElement {
    const root = new SimulatedElement('#shadow')
    this.append(root)
    return root
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value)
  }
  addEventListener(name: string, handler: Handler): void {
    this.handlers.push([name, handler])
  }
  remove(): void {
    const { parent } = this
    if (parent) parent.children.splice(parent.children.indexOf(this), 1)
    this.parent = null
  }
  focus(): void {}

  /** This element or one below it, by its tag and the beginning of its text. */
  find(tag: string, text = ''): SimulatedElement | undefined {
    if (this.tag === tag && this.textContent.startsWith(text)) return this
    for (const child of this.children) {
      const found = child.find(tag, text)
      if (found) return found
    }
    return undefined
  }
  fire(name: string, event: { key?: string } = {}): void {
    for (const [listened, handler] of [...this.handlers]) if (listened === name) handler(event)
  }
}
