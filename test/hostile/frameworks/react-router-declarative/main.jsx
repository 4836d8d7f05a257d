import { createRoot } from 'react-dom/client'
import { BrowserRouter, Link, Navigate, Outlet, Route, Routes, useNavigate } from 'react-router'

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

const About = () => (
  <main>
    <h1>About</h1>
    <div style={{ height: 2600 }} />
  </main>
)

createRoot(document.getElementById('app')).render(
  <BrowserRouter>
    <Routes>
      <Route element={<Layout />}>
        <Route index element={<h1>Home</h1>} />
        <Route path="about" element={<About />} />
        <Route path="contact" element={<h1>Contact</h1>} />
        <Route path="old" element={<Navigate to="/about" replace />} />
      </Route>
    </Routes>
  </BrowserRouter>,
)
