import { Link, navigate } from 'gatsby'

export default function Page({ title, children }) {
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
      <h1>{title}</h1>
      {children}
    </>
  )
}
