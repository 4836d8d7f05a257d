/** The long run’s part of test/browser/consent.suite.ts: the banner against workerd. Without a browser the edge answers in test/conformance. */
import { consentIn } from '../browser/consent.suite.ts'

consentIn('the edge')
