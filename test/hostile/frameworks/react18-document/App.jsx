import { Link, Redirect, Route, Router, Switch, useLocation } from 'wouter'

function Layout() {
  const [, navigate] = useLocation()
  return (
    <nav>
      <Link id="to-home" href="/">
        Home
      </Link>{' '}
      <Link id="to-about" href="/about">
        About
      </Link>{' '}
      <Link id="to-contact" href="/contact">
        Contact
      </Link>{' '}
      <Link id="to-old" href="/old">
        Old
      </Link>{' '}
      <button type="button" id="replace-contact" onClick={() => navigate('/contact', { replace: true })}>
        Replace
      </button>{' '}
      <button type="button" id="choices" data-footfall="consent">
        Privacy choices
      </button>
    </nav>
  )
}

export function App({ path }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>react18-document</title>
        <script async src="/footfall.js?site=site.test" data-mount="end" />
      </head>
      <body>
        <Router ssrPath={path}>
          <Layout />
          <Switch>
            <Route path="/">
              <h1>Home</h1>
            </Route>
            <Route path="/about">
              <h1>About</h1>
              <div style={{ height: 2600 }} />
            </Route>
            <Route path="/contact">
              <h1>Contact</h1>
            </Route>
            <Route path="/old">
              <Redirect to="/about" replace />
            </Route>
          </Switch>
        </Router>
      </body>
    </html>
  )
}
