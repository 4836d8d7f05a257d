import { A, Navigate, Route, Router, useNavigate } from '@solidjs/router'
import { render } from 'solid-js/web'

function Layout(props) {
  const navigate = useNavigate()
  return (
    <>
      <nav>
        <A id="to-home" href="/">
          Home
        </A>{' '}
        <A id="to-about" href="/about">
          About
        </A>{' '}
        <A id="to-contact" href="/contact">
          Contact
        </A>{' '}
        <A id="to-old" href="/old">
          Old
        </A>{' '}
        <button type="button" id="replace-contact" onClick={() => navigate('/contact', { replace: true })}>
          Replace
        </button>{' '}
        <button type="button" id="choices" data-footfall="consent">
          Privacy choices
        </button>
      </nav>
      {props.children}
    </>
  )
}

const About = () => (
  <main>
    <h1>About</h1>
    <div style={{ height: '2600px' }} />
  </main>
)

render(
  () => (
    <Router root={Layout}>
      <Route path="/" component={() => <h1>Home</h1>} />
      <Route path="/about" component={About} />
      <Route path="/contact" component={() => <h1>Contact</h1>} />
      <Route path="/old" component={() => <Navigate href="/about" />} />
    </Router>
  ),
  document.getElementById('app'),
)
