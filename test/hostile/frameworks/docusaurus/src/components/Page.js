import Link from '@docusaurus/Link'
import { useHistory } from '@docusaurus/router'
import Layout from '@theme/Layout'

export default function Page({ title, children }) {
  const history = useHistory()
  return (
    <Layout title={title}>
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
        <button type="button" id="replace-contact" onClick={() => history.replace('/contact')}>
          Replace
        </button>{' '}
        <button type="button" id="choices" data-footfall="consent">
          Privacy choices
        </button>
      </nav>
      <h1>{title}</h1>
      {children}
    </Layout>
  )
}
