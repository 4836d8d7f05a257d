/**
 * What the banner says, by the language of the page: plain words, and nothing that does not happen (test/browser/sentences.test.ts holds
 * them against the wire and the jar).
 */
import type { SnippetSettings } from '../../contract/snippet.ts'
import { words as english } from './languages/en.ts'
import type { Words } from './languages/words.ts'

/** What is said on a page of a site. */
export interface Texts extends Pick<Words, 'title' | 'accept' | 'reject' | 'close' | 'yes' | 'no' | 'signalled'> {
  purpose: string
  dir: 'ltr' | 'rtl'
}

/** Languages that have a file of their own (contract/bundles.json), loaded where a page is in that language; Vite puts them in. */
declare const __FOOTFALL_LANGUAGES__: string[]

/** What is said on a page with this language tag; in English where it names no language that is known, or its file does not come. */
export async function textsFor(tag: string, settings: SnippetSettings): Promise<{ lang: string; texts: Texts }> {
  const lang = tag.toLowerCase().split('-')[0]!
  // Its name is the banner's own, with the language in it: `banner-es_3f9a01cd.js`.
  const address = import.meta.url.replace('/banner-', `/banner-${lang}_`)
  const words = __FOOTFALL_LANGUAGES__.includes(lang) && (await import(/* @vite-ignore */ address).catch(() => null))?.words
  return words ? { lang, texts: textsOf(words, settings) } : { lang: 'en', texts: textsOf(english, settings) }
}

function textsOf(words: Words, { site, detail, baseline }: SnippetSettings): Texts {
  const counting = (text: string) => (baseline === 'none' ? '' : text.replace('{counted}', words.counted[baseline]))
  const purpose = `${words.purpose[detail].replace('{site}', site)} ${counting(words.without) || words.nothing}`
  return { ...words, purpose, signalled: `${words.signalled} ${counting(words.onlyCounted)}`, dir: words.dir ?? 'ltr' }
}
