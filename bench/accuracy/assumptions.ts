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
  /** Share of school days on which one class of a school uses the site. */
  lessons: number
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
  people: 20_000,
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
  lessons: 0.1,
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

const percent = (share: number) => `${Math.round(share * 100)} %`
const assumed = 'assumed'
const link = (text: string, address: string) => `[${text}](${address})`

/** What is assumed, how much, and where the number comes from: the rows of the table in docs/accuracy.md. */
export function assumptionRows(given: Assumptions): [what: string, value: string, source: string][] {
  const rest = 1 - given.addressFixed - given.addressMonthly
  return [
    ['who comes', '3 % about daily, 10 % weekly, 15 % monthly, 12 % each season, the rest once', 'assumed, as in the sample site'],
    [
      'phone or computer',
      `seven in ten have both and take the phone for ${percent(given.phoneShare)} of their visits`,
      `assumed; ${link('43 % of visits to US government sites in 2016, and growing', 'https://benton.org/headlines/20162017-mobile-analysis-mobile-device-trends-government-websites')}`,
    ],
    [
      'user agents',
      'ten families; on phones Chrome 56 %, Safari 36 %; a text names family, system and version alone, and changes with each version (4 to 6 weeks, each device some days later)',
      `${link('Chrome names no device and no minor version', 'https://www.chromium.org/updates/ua-reduction')}; shares between ${link('the world’s', 'https://technewsspace.com/the-popularity-of-safari-on-the-pc-is-growing-rapidly-apples-browser-competed-for-second-place-with-edge/')} and those of the US`,
    ],
    [
      'mobile networks',
      `${given.carriers} carriers, ${percent(given.onCarrier)} of phone visits; one has ${given.carrierAddresses} shared IPv4 addresses here and gives a phone another each ${given.carrierHours} hours, ${given.carriersIpv6} use IPv6`,
      `assumed; ${link('many subscribers behind an address', 'https://arxiv.org/abs/1605.05606')} is usual, ${link('hundreds or thousands', 'https://ipv6.net/news/one-ip-address-many-users-detecting-cgnat-to-reduce-collateral-effects')} happen`,
    ],
    [
      'IPv6',
      `${percent(given.householdsIpv6)} of households; an address a device, renewed each day`,
      `${link('half of Google’s users in 2026', 'https://webiano.digital/google-reaches-50-ipv6-as-dual-stack-debt-becomes-harder-to-ignore/')}; ${link('RFC 8981', 'https://www.rfc-editor.org/rfc/rfc8981')}`,
    ],
    [
      'household addresses by IPv4',
      `${percent(given.addressFixed)} never change, ${percent(given.addressMonthly)} about monthly, ${percent(rest)} every day`,
      `${link('over 60 % fixed, others by the day', 'https://arxiv.org/abs/1011.2324')}; ${link('some providers reassign each 24 hours', 'https://doi.org/10.1145/2987443.2987461')}`,
    ],
    [
      'offices and schools',
      `${given.offices} offices where a quarter of all people work, ${given.schools} schools of ${given.pupilsPerSchool} pupils in classes of 25, one of which comes on ${percent(given.lessons)} of school days; one address each, all machines alike`,
      assumed,
    ],
    ['one computer for a household', `${percent(given.sharedComputer)} of the households from which several come`, assumed],
    [
      'cookies cleared',
      `computers: ${percent(given.clearAlways)} at every visit, ${percent(given.clearMonthly)} about monthly; phones a third as often; office and school never`,
      link(
        '31 % in a month, 7 % more than four times (2007)',
        'https://www.comscore.com/Insights/Presentations-and-Whitepapers/2007/Cookie-Deletion-Whitepaper',
      ),
    ],
    [
      'private windows',
      `${percent(given.privateShare)} of visits`,
      `assumed; ${link('surveys say how many use them, not how often', 'https://www.quantable.com/analytics/how-many-people-use-incognito-mode/')}`,
    ],
    [
      'Safari',
      `removes what a script wrote ${given.safariDays} days ago, the answer to the banner too`,
      `${link('WebKit', 'https://webkit.org/blog/8613/intelligent-tracking-prevention-2-1/')}; it may be milder now (${link('only where no one touched the site for a week of use', 'https://www.simoahava.com/privacy/first-party-cookies-webkit-revisited/')})`,
    ],
    [
      'consent',
      `20, 40, 60 and 80 % of people; ${percent(given.answersAtOnce)} of them answer on the page where they are asked, the others later; those who come often are sooner among them`,
      `${link('a third to a half agree where both buttons are alike', 'https://ignite.video/en/articles/basics/cookie-consent-studies')}; who does: assumed`,
    ],
    [
      'a visit',
      'half see one page; of later pages 4 % are reloads, 8 % steps back, 2 % a return from a payment, 2 % from another search, 2 % typed; 3 % of pauses are longer than half an hour',
      assumed,
    ],
  ]
}
