/** A page seen. Address and agent are what a server sees; person, browser and jar are what is true. */
export interface View {
  /** Milliseconds since 1970, whole seconds. */
  at: number
  /** Days since the world's first. */
  day: number
  person: number
  browser: number
  /** One life of a browser's cookies; a private window has one of its own. */
  jar: number
  /** A tab, which lasts as long as the visit that its person had in mind. */
  tab: number
  isSafari: boolean
  address: string
  agent: string
  arrival: Arrival
  path: string
  willing: number
  /** Where the banner is shown and its reader is willing: it is answered on this page. */
  answers: boolean
}

/** The referring host, or none; `inside`: the site's own. A reload or a step back keeps the referrer of the first load. */
export interface Arrival {
  from: 'search.test' | 'other.test' | 'pay.test' | 'inside' | null
  by: 'link' | 'reload' | 'back'
}
