/** What the simulated city assumes, each number with where it comes from: docs/accuracy.md prints this table. */

export interface Assumptions {
  seed: number
  people: number
  /** Share of people who agree to statistics cookies come first; how far those who come often lead among them, 0 (not at all) … 1. */
  lean: number
  /** A visit by phone, for those who have both. */
  phoneShare: number
  /** A phone's visit by the carrier's network, else by the household's. */
  onCarrier: number
  carriers: number
  /** Public addresses of one carrier in this region. */
  carrierAddresses: number
  /** Hours for which a phone keeps its place behind a carrier's address. */
  carrierHours: number
  /** Networks over which devices come by IPv6: the share of households, and how many of the carriers. */
  householdsIpv6: number
  carriersIpv6: number
  /** Household addresses (IPv4): the share that never changes, and that changes about once a month; the rest changes every night. */
  addressFixed: number
  addressMonthly: number
  /** Households of two or more whose computer is one, with one browser. */
  sharedComputer: number
  offices: number
  schools: number
  pupilsPerSchool: number
  /** Browsers move to new versions, and say so in their user agent. */
  agentsAge: boolean
  /** Visits in a private window. */
  privateShare: number
  /** Computers' browsers whose cookies are cleared at every visit, and about once a month; phones a third as often. */
  clearAlways: number
  clearMonthly: number
  /** Days after which Safari removes a cookie that a script wrote. */
  safariDays: number
  /** Who is willing answers the banner on the page where it is shown; else on a later one. */
  answersAtOnce: number
}

export const city: Assumptions = {
  seed: 20261124,
  people: 30_000,
  lean: 0.3,
  phoneShare: 0.55,
  onCarrier: 0.4,
  carriers: 3,
  carrierAddresses: 256,
  carrierHours: 8,
  householdsIpv6: 0.5,
  carriersIpv6: 2,
  addressFixed: 0.6,
  addressMonthly: 0.25,
  sharedComputer: 0.4,
  offices: 25,
  schools: 6,
  pupilsPerSchool: 150,
  agentsAge: true,
  privateShare: 0.05,
  clearAlways: 0.07,
  clearMonthly: 0.38,
  safariDays: 7,
  answersAtOnce: 0.75,
}

/** One person an address, one device each, no cookie ever lost: every rule that follows its own words must then be right. */
export const plain: Partial<Assumptions> = {
  lean: 0,
  phoneShare: 0,
  householdsIpv6: 0,
  addressFixed: 1,
  sharedComputer: 0,
  offices: 0,
  schools: 0,
  agentsAge: false,
  privateShare: 0,
  clearAlways: 0,
  clearMonthly: 0,
  safariDays: 1_000,
  answersAtOnce: 1,
}
