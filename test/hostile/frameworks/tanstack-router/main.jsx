import { createRootRoute, createRoute, createRouter, Link, Outlet, RouterProvider, redirect, useNavigate } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'

function Layout() {
  const navigate = useNavigate()
  return (
    <>
      <nav>
        <Link id="to-home" to="/">
          Home
        </Link>{' '}
        <Link id="to-about" to="/about">
          About
        </Link>{' '}
        <Link id="to-contact" to="/contact">
          Contact
        </Link>{' '}
        <Link id="to-old" to="/old">
          Old
        </Link>{' '}
        <button type="button" id="replace-contact" onClick={() => navigate({ to: '/contact', replace: true })}>
          Replace
        </button>{' '}
        <button type="button" id="choices" data-footfall="consent">
          Privacy choices
        </button>
      </nav>
      <Outlet />
    </>
  )
}

const About = () => (
  <main>
    <h1>About</h1>
    <div style={{ height: 2600 }} />
  </main>
)

const root = createRootRoute({ component: Layout })
const page = (path, component) => createRoute({ getParentRoute: () => root, path, component })
const routes = [
  page('/', () => <h1>Home</h1>),
  page('/about', About),
  page('/contact', () => <h1>Contact</h1>),
  createRoute({
    getParentRoute: () => root,
    path: '/old',
    beforeLoad: () => {
      throw redirect({ to: '/about' })
    },
  }),
]

const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: 'intent', scrollRestoration: true })
createRoot(document.getElementById('app')).render(<RouterProvider router={router} />)
