/** Shapes in which paths name a person, each with generated secrets, and ordinary paths of the kinds that real sites have. */
import fc from 'fast-check'

/** `folded`: never seen in a label. `seen`: looks like a word or a page, and stays. */
export interface Shape {
  kind: string
  fate: 'folded' | 'seen'
  /** The segments in front of it. */
  before: string
  secret: fc.Arbitrary<string>
}

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`))
const upper = (count: number) => fc.stringMatching(new RegExp(`^[A-Z]{${count}}$`))
const joined = (...parts: (fc.Arbitrary<string> | string)[]) =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((found) => found.join(''))
const oneOf = (...texts: string[]) => fc.constantFrom(...texts)
/** Percent-encoded as a browser does, once and twice. */
const encoded = (text: string, times = 1): string => (times === 0 ? text : encoded(encodeURIComponent(text), times - 1))

const given = oneOf('anna', 'bao', 'chidi', 'dolores', 'emre', 'fatima', 'jose-luis', 'kaarina', 'maeve', 'oyelaran', 'priya', 'sean')
const family = oneOf('example', 'nguyen', 'okafor', 'garcia', 'oconnor', 'virtanen', 'sharma', 'lindqvist', 'silva', 'yilmaz')
const name = joined(given, oneOf('-', '.', '_'), family)
const mail = joined(given, oneOf('.', '+list', '_', ''), family, '@', oneOf('example.org', 'post.example', 'mail.example.co.uk'))
const foreignName = oneOf('Анна', 'Мария-Петрова', 'שרה', 'فاطمة', '王小明', 'Ελένη', 'जया', 'Аnnа', 'Zoë')
const phone = fc.oneof(
  joined('+1 (', digits(3), ') ', digits(3), '-', digits(4)),
  joined('+33 6 ', digits(2), ' ', digits(2), ' ', digits(2), ' ', digits(2)),
  joined('+44 20 ', digits(4), ' ', digits(4)),
  joined('0', digits(3), '-', digits(7)),
  joined('+49.', digits(3), '.', digits(7)),
  joined(digits(3), '-', digits(4)),
)
const otherScript = (text: string, zero: number) => text.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)))
const nationalId = fc.oneof(
  joined(digits(3), '-', digits(2), '-', digits(4)),
  joined(digits(8), upper(1)),
  joined(oneOf('X', 'Y', 'Z'), digits(7), upper(1)),
  digits(11),
  joined(oneOf('1', '2'), ' ', digits(2), ' ', digits(2), ' ', digits(2), ' ', digits(3), ' ', digits(3), ' ', digits(2)),
  joined(upper(2), digits(6), oneOf('A', 'B', 'C', 'D')),
  joined(upper(2), ' ', digits(2), ' ', digits(2), ' ', digits(2), ' ', oneOf('A', 'B', 'C', 'D')),
  digits(9),
  joined(oneOf('19811228', '20010203', '19990131'), '-', digits(4)),
  joined(upper(6), digits(2), upper(1), digits(2), upper(1), digits(3), upper(1)),
  joined(digits(3), '.', digits(3), '.', digits(3), '-', digits(2)),
  joined(digits(6), '-', digits(4)),
)
const base64 = (text: string) => Buffer.from(text).toString('base64')
const bytes = (least: number, most: number) => fc.uint8Array({ minLength: least, maxLength: most }).map((found) => Buffer.from(found))

const folded = (kind: string, secret: fc.Arbitrary<string>, before = '/a/'): Shape => ({ kind, fate: 'folded', before, secret })
const seen = (kind: string, secret: fc.Arbitrary<string>, before = '/a/'): Shape => ({ kind, fate: 'seen', before, secret })

export const shapes: readonly Shape[] = [
  folded('an e-mail address', mail),
  folded(
    'an e-mail address, percent-encoded once or twice',
    fc.tuple(mail, fc.integer({ min: 1, max: 2 })).map(([text, times]) => encoded(text, times)),
  ),
  folded('an e-mail address of mixed scripts', joined(foreignName, '@', oneOf('пример.рф', 'example.org'))),
  folded(
    'an e-mail address in Base64 with its padding',
    fc
      .tuple(given, mail)
      .map(
        ([extra, text]) =>
          [text, text + extra, text + extra.slice(1)].map(base64).find((found) => found.endsWith('=')) ?? base64(`${text}@@`),
      )
      .filter((text) => text.endsWith('=') && !text.includes('/')),
  ),
  folded(
    'a telephone number',
    fc.tuple(phone, fc.nat(2)).map(([text, times]) => encoded(text, times)),
  ),
  folded(
    'a telephone number with spaces or dashes that are not ASCII',
    joined(digits(3), oneOf('\u00a0', '\u2013', '\u2011', '\u202f'), digits(3), oneOf('\u00a0', '\u2013', '\u2011'), digits(4)).map(
      (text) => encoded(text),
    ),
  ),
  folded(
    'a telephone number in Arabic, Indic or wide digits',
    fc.tuple(phone, oneOf('0660', '06f0', '0966', 'ff10')).map(([text, zero]) => encoded(otherScript(text, Number.parseInt(zero, 16)))),
  ),
  folded(
    'a national number (US, ES, PL, FR, GB, NL, SE, IT, BR, DK)',
    fc.tuple(nationalId, fc.nat(2)).map(([text, times]) => encoded(text, times)),
  ),
  folded(
    'a card or account number',
    fc.oneof(
      digits(16),
      joined(digits(4), ' ', digits(4), ' ', digits(4), ' ', digits(4)).map((text) => encoded(text)),
      joined(upper(2), digits(20)),
    ),
  ),
  folded('a UUID', fc.uuid()),
  folded(
    'a token in hexadecimal, 16 characters or more',
    bytes(8, 32)
      .map((found) => found.toString('hex'))
      .filter((text) => /[0-9]/.test(text)),
  ),
  folded(
    'a signed token (JWT)',
    fc
      .tuple(mail, bytes(32, 32))
      .map(
        ([text, signature]) =>
          `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: text })).toString('base64url')}.${signature.toString('base64url')}`,
      ),
  ),
  folded(
    'a number of an order or a case, 5 digits or more',
    joined(oneOf('', 'order-', 'case_', 'INV'), fc.stringMatching(/^[0-9]{5,7}$/)),
  ),
  folded(
    'an IP address',
    fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((text) => /[0-9]/.test(text) && text.split(':').length > 2),
    ),
  ),
  folded('a name after a person’s word', name, '/users/'),
  folded(
    'a name that is not in Latin letters, after a person’s word',
    foreignName.map((text) => encoded(text)),
    '/profile/',
  ),
  folded('a name after `@` or `~`', joined(oneOf('@', '~'), name)),
  seen('a name in letters', name, '/staff/'),
  seen(
    'a name that is not in Latin letters',
    foreignName.map((text) => encoded(text)),
    '/staff/',
  ),
  seen('a short token, or one of small letters alone', fc.stringMatching(/^[b-df-hj-np-tv-z]{8,20}$/), '/r/'),
  seen('a number of four digits or less', fc.stringMatching(/^[0-9]{1,4}$/), '/case/'),
  seen('a number cut into segments', joined(digits(3), '/', digits(3), '/', digits(4)), '/call/'),
  seen('a birthday written as a date', oneOf('1981-12-28', '19811228', '2001.02.03'), '/born/'),
  seen(
    'letters around four digits, as an Indian PAN',
    joined(fc.stringMatching(/^[a-z]{5}$/), digits(4), fc.stringMatching(/^[a-z]$/)),
    '/tax/',
  ),
]

/** Paths of the kinds that sites of cities, shops, papers, universities and software have: each stays as it is. */
export const ordinary: readonly string[] = `
/ /index.html /about-us /contact /de/kontakt /fr/a-propos /es/atencion-ciudadana /ar /search /search/ /sitemap.xml
/city/en/depts/cdph/provdrs/health_protection_and_response/svcs/covid-19-testing.html /services/waste/calendar /permits/building/apply
/council/meetings/2026-11-24 /council/minutes/20261124 /council/meetings/2026/11/24/agenda /budget/2026-2027 /budget/fy2027 /news/2026/11
/news/bridge-reopens-after-20-years /blog/10-best-parks-of-2026 /2026/11/24/snow-emergency-declared /alerts/storm-closures /jobs/1024
/patients/visiting-hours /students/housing /authors/guidelines /people/staff /departments/public-health/people /team /team/leadership
/products/winter-coat /products/iphone-15-pro /product/usb-c-cable-2m /shop/category/shoes/size-42 /cart /checkout/step-2 /c/women/dresses
/docs/v2.1/getting-started /docs/api/rest/errors/404 /docs/std::vector /releases/logstash-1.3.2-monolithic.jar /download/node-v24.1.0.tar.gz
/wiki/RecentChangesCamp /wiki/Chicago_(band) /wiki/C%2B%2B /wiki/Z%C3%BCrich /wiki/%E6%9D%B1%E4%BA%AC /wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0
/library/catalogue /library/isbn /events/summer-reading-2026 /events/page/2 /tag/open-data /category/parks%20and%20recreation /feed /rss.xml
/transit/routes/66 /transit/routes/x49 /transit/stops/1107 /maps/ward-42 /wards/42 /zip/6060 /forms/1040 /forms/w-9.pdf /assets/app.css
/lessons/html5 /rubygems615 /covid19/vaccines-5-11 /faq#top /help/how-do-i-pay-my-bill /privacy-policy /terms_of_use /%20 /100%25 /a~b /user-guide
/members /users /accounts-payable /account /profile-of-the-city /membership/benefits /username-policy /u-turns /umbrella`
  .trim()
  .split(/\s+/)
  .map((path) => path.replace(/#.*/, ''))
