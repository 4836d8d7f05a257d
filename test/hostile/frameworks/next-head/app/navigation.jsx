'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'

export function Navigation() {
  const router = useRouter()
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
      <button type="button" id="replace-contact" onClick={() => router.replace('/contact')}>
        Replace
      </button>{' '}
      <button type="button" id="choices" data-footfall="consent">
        Privacy choices
      </button>
    </nav>
  )
}
