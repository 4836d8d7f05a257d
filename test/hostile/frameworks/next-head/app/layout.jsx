import { Navigation } from './navigation.jsx'

export const metadata = { title: { default: 'Home', template: '%s' } }

export default function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        <script async src="/footfall.js?site=site.test" />
      </head>
      <body>
        <Navigation />
        {children}
      </body>
    </html>
  )
}
