import { component$, Slot } from '@builder.io/qwik'
import { Link, useNavigate } from '@builder.io/qwik-city'

export default component$(() => {
  const navigate = useNavigate()
  return (
    <>
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
        <button type="button" id="replace-contact" onClick$={() => navigate('/contact', { replaceState: true })}>
          Replace
        </button>{' '}
        <button type="button" id="choices" data-footfall="consent">
          Privacy choices
        </button>
      </nav>
      <Slot />
    </>
  )
})
