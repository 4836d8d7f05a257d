import { Link, Links, Meta, Outlet, Scripts, ScrollRestoration, useNavigate } from '@remix-run/react'

export function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
        <script async src="/footfall.js?site=site.test" />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}

export function HydrateFallback() {
  return <p>…</p>
}

export default function Root() {
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
        <button type="button" id="replace-contact" onClick={() => navigate('/contact', { replace: true })}>
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
