/** What a service may be for: a closed list, since purposes belong to the terms that visitors answer. */

/** What visitors are asked for, in the order in which it is shown. The first needs no yes. */
export const consentCategories = ['necessary', 'preferences', 'statistics', 'marketing'] as const
export type ConsentCategory = (typeof consentCategories)[number]

interface PurposeRow {
  /** A short title, in English. */
  title: string
  /** The category that it belongs to. What belongs to `necessary` is exempt from consent, and nothing else is. */
  category: ConsentCategory
}

const row = (category: ConsentCategory, title: string): PurposeRow => ({ category, title })

export const purposes = {
  answer: row('necessary', 'Remembering your answer about consent'),
  login: row('necessary', 'Keeping you signed in'),
  input: row('necessary', 'Keeping what you entered or put in a basket'),
  payment: row('necessary', 'Carrying out a payment that you began'),
  security: row('necessary', 'Protecting the service from abuse'),
  delivery: row('necessary', 'Delivering the page'),
  settings: row('preferences', 'Remembering your language and display'),
  media: row('preferences', 'Showing videos, maps and other content of others'),
  chat: row('preferences', 'Talking with you'),
  measure: row('statistics', 'Counting visits and what is read'),
  speed: row('statistics', 'Measuring speed and errors'),
  compare: row('statistics', 'Comparing versions of a page'),
  survey: row('statistics', 'Asking for your opinion'),
  ads: row('marketing', 'Showing advertisements'),
  adMeasure: row('marketing', 'Measuring what advertisements bring'),
  profile: row('marketing', 'Making a profile of your interests'),
  crossSite: row('marketing', 'Knowing you again on other sites'),
  social: row('marketing', 'Sharing with social networks'),
} as const satisfies Record<string, PurposeRow>

export type Purpose = keyof typeof purposes
export const purposeNames = Object.keys(purposes) as [Purpose, ...Purpose[]]

/** Whether a service of that category may be for it: for what its category is about, and for what needs no yes; marketing for anything. */
export function mayBeFor(category: ConsentCategory, purpose: Purpose): boolean {
  const own = purposes[purpose].category
  return own === category || (category !== 'necessary' && own === 'necessary') || category === 'marketing'
}
