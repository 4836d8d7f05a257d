/** The long run’s part of test/browser/consent.suite.ts: the home between the two that npm test tries. */
import { consentIn } from '../browser/consent.suite.ts'

consentIn('Node, a ClickHouse server')
