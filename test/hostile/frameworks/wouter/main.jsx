import { createRoot } from 'react-dom/client'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'

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

createRoot(document.getElementById('app')).render(
  <>
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
  </>,
)
