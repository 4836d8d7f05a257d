import { render } from 'preact'
import { useEffect } from 'preact/hooks'
import { LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso'

const About = lazy(() => import('./about.jsx'))

// There is no redirect component: the docs change the route in an effect.
function Old() {
  const { route } = useLocation()
  useEffect(() => route('/about', true), [route])
  return null
}

function Layout() {
  const { route } = useLocation()
  return (
    <nav>
      <a id="to-home" href="/">
        Home
      </a>{' '}
      <a id="to-about" href="/about">
        About
      </a>{' '}
      <a id="to-contact" href="/contact">
        Contact
      </a>{' '}
      <a id="to-old" href="/old">
        Old
      </a>{' '}
      <button type="button" id="replace-contact" onClick={() => route('/contact', true)}>
        Replace
      </button>{' '}
      <button type="button" id="choices" data-footfall="consent">
        Privacy choices
      </button>
    </nav>
  )
}

render(
  <LocationProvider>
    <Layout />
    <Router>
      <Route path="/" component={() => <h1>Home</h1>} />
      <Route path="/about" component={About} />
      <Route path="/contact" component={() => <h1>Contact</h1>} />
      <Route path="/old" component={Old} />
    </Router>
  </LocationProvider>,
  document.getElementById('app'),
)
