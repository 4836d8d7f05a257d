/** The declaration of docs/consent.md, which tests begin with and change. */
import * as v from 'valibot'
import { withoutSchema } from '../../collector/sites/change.ts'
import { type Declaration, givenDeclaration, type Service } from '../../contract/consent/declaration.ts'
import { docBlock } from './doc.ts'

/** The file as it stands there. */
export const exampleFile = docBlock('consent.md', 'example')

export const exampleDeclaration = (): Declaration => withoutSchema(v.parse(givenDeclaration, JSON.parse(exampleFile)))

/** The hosts of the site that declares it. */
export const hosts = ['example.org', 'www.example.org']

/** A service with nothing but what is needed. */
export function serviceOf(given: Partial<Service> = {}): Service {
  return {
    id: 'counter',
    category: 'statistics',
    name: 'Counter',
    purposes: ['measure'],
    lifetime: 30,
    keys: [],
    texts: { en: 'Counts.' },
    ...given,
  }
}

export function declarationOf(services: readonly Service[]): Declaration {
  return { controller: { name: 'Riverton', privacy: '/privacy', imprint: '/imprint' }, languages: ['en'], services: [...services] }
}
