import { createRootRoute, HeadContent, Link, Outlet, Scripts, useNavigate } from '@tanstack/react-router'

export const Route = createRootRoute({
  head: () => ({
    meta: [{ charSet: 'utf-8' }, { name: 'viewport', content: 'width=device-width, initial-scale=1' }, { title: 'tanstack-start' }],
    scripts: [{ src: '/footfall.js?site=site.test', async: true }],
  }),
  component: Root,
})

function Root() {
  const navigate = useNavigate()
  return (
    <html lang="en">
      <head>
        <HeadContent />
      </head>
      <body>
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
        <Scripts />
      </body>
    </html>
  )
}
