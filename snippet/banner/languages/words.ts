/** What a language of the banner says, part by part. */
import type { SnippetSettings } from '../../../contract/snippet.ts'

/** The parts of a language: `{site}` stands for the site's domain, `{counted}` for what is counted without a yes. */
export interface Words {
  title: string
  /** What a yes is for and what is then kept, by the site's detail. */
  purpose: Record<SnippetSettings['detail'], string>
  /** What is counted without it. */
  without: string
  /** Where a page sends nothing without it (baseline `none`). */
  nothing: string
  counted: Record<'domain' | 'page', string>
  /** Said where the browser says no by itself; and what is counted then. */
  signalled: string
  onlyCounted: string
  accept: string
  reject: string
  close: string
  /** Said where there is an answer already, and once it is given. */
  yes: string
  no: string
  dir?: 'rtl'
}
