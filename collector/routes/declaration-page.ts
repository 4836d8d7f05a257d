/** The declaration as a page: without a script, for everybody; the owner's words in the language that was chosen. */
import { html } from 'hono/html'
import type { Declaration, DeclaredKey, Lifetime, Service, TextsByLanguage } from '../../contract/consent/declaration.ts'
import { ownServices } from '../../contract/consent/own-services.ts'
import { type ConsentCategory, consentCategories, purposes } from '../../contract/consent/purposes.ts'
import type { Site } from '../../contract/site.ts'
import { shownHost } from '../sites/typed.ts'
import { pageOf } from './own-page.ts'
import type { BuiltFiles } from './pages.ts'

interface Shown {
  site: Site
  /** One of those of the declaration. */
  language: string
  /** The end of the names of Footfall's own cookies. */
  suffix: string | undefined
}

export function declarationPage(shown: Shown, pages: BuiltFiles) {
  const { site, language, suffix } = shown
  const name = shownHost(site.domain)
  const services = [...ownServices(suffix), ...(site.consent?.services ?? [])]
  const title = `What ${name} keeps on your device, and who receives it`
  const body = html`<main class="declaration">
<h1>${title}</h1>
${whoAsks(shown)}
${consentCategories.map((category) =>
  categoryPart(
    category,
    services.filter((each) => each.category === category),
    { language, site },
  ),
)}
</main>`
  return pageOf({ title, body }, pages)
}

function whoAsks({ site, language }: Shown) {
  const { consent } = site
  if (!consent) return html`<p>Its owner has declared no services. What Footfall itself keeps is always listed here.</p>`
  const { controller, texts, languages } = consent
  return html`<p>Responsible: <strong>${controller.name}</strong>, ${link(controller.privacy, 'privacy', site)}, ${link(controller.imprint, 'imprint', site)}.</p>
${texts ? html`<p>${worded(texts, language)}</p>` : ''}
${languages.length > 1 ? languageLinks(site.domain, languages, language) : ''}`
}

function languageLinks(domain: string, languages: Declaration['languages'], now: string) {
  const each = languages.map(
    (language) =>
      html`<li><a href="declaration?site=${domain}&amp;lang=${language}" lang="${language}" hreflang="${language}"${language === now ? html` aria-current="true"` : ''}>${nameOf(language)}</a></li>`,
  )
  return html`<nav aria-label="Languages"><ul>${each}</ul></nav>`
}

/** A language by its own name. */
const nameOf = (language: string) => new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language

const titles: Record<ConsentCategory, string> = {
  necessary: 'Necessary',
  preferences: 'Preferences',
  statistics: 'Statistics',
  marketing: 'Marketing',
}

function categoryPart(category: ConsentCategory, services: readonly Service[], around: { language: string; site: Site }) {
  if (services.length === 0) return ''
  const { language, site } = around
  const keys = services.flatMap((service) => service.keys.map((key) => ({ service, key })))
  const title = titles[category]
  return html`<section aria-labelledby="${category}">
<h2 id="${category}">${title}</h2>
<p>${category === 'necessary' ? 'No consent needed.' : 'Only with your consent.'}</p>
${tableOf(
  `${title}: services`,
  ['Service', 'Purpose', 'Received by', 'Kept for at most'],
  services.map((service) => serviceCells(service, language, site)),
)}
${
  keys.length === 0
    ? ''
    : tableOf(
        `${title}: what is kept on your device`,
        ['Name', 'Service', 'Purpose', 'Kept as', 'Kept for'],
        keys.map(({ service, key }) => keyCells(service, key, language)),
      )
}
</section>`
}

type Cells = readonly [name: unknown, ...others: unknown[]]

/** A phone shows each row as a block (declaration.css), which some browsers take for no table any more: so the roles are said. */
function tableOf(caption: string, columns: readonly string[], rows: readonly Cells[]) {
  return html`<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    ([name, ...others]) => html`<tr role="row"><th role="rowheader" scope="row">${name}</th>${others.map(
      (cell, index) => html`<td role="cell" data-column="${columns[index + 1]}">${cell}</td>`,
    )}</tr>
`,
  )}</tbody>
</table>`
}

function serviceCells({ name, purposes: codes, texts, receiver, privacy, lifetime }: Service, language: string, site: Site): Cells {
  const received = receiver ? `${receiver.name}, ${countryName(receiver.country)}` : 'nobody else'
  return [
    name,
    html`<p>${worded(texts, language)}</p><ul>${codes.map((code) => html`<li>${purposes[code].title}</li>`)}</ul>`,
    html`${received}${privacy === undefined ? '' : html`, ${link(privacy, 'privacy', site)}`}`,
    lifetimeWords(lifetime),
  ]
}

function keyCells(service: Service, { name, kind, lifetime, purpose }: DeclaredKey, language: string): Cells {
  return [html`<code>${name}</code>`, service.name, worded(purpose, language), kind, lifetimeWords(lifetime, kind)]
}

/** In the language, or of Footfall's own in English. */
function worded(texts: TextsByLanguage, language: string) {
  const told = texts[language] === undefined ? 'en' : language
  return html`<span lang="${told}" dir="auto">${texts[told] ?? ''}</span>`
}

const countryName = (country: string) => new Intl.DisplayNames('en', { type: 'region' }).of(country) ?? country

/** Of a session: whose it is. */
export function lifetimeWords(lifetime: Lifetime, kind: DeclaredKey['kind'] = 'cookie'): string {
  if (lifetime === 'session') return kind === 'sessionStorage' ? 'until the tab is closed' : 'until the browser is closed'
  if (typeof lifetime === 'string') return lifetime
  return lifetime === 1 ? '1 day' : `${lifetime} days`
}

/** A path is one of the site, not of the collector. */
function link(to: string, words: string, { domain, hosts }: Site) {
  const host = hosts.includes(domain) ? domain : hosts[0]
  return html`<a href="${to.startsWith('/') ? `https://${host}${to}` : to}">${words}</a>`
}
