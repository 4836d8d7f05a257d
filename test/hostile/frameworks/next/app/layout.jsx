import Script from 'next/script'
import { Navigation } from './navigation.jsx'

export const metadata = { title: { default: 'Home', template: '%s' } }

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <Navigation />
        {children}
      </body>
      <Script async src="/footfall.js?site=site.test" />
    </html>
  )
}
