import Page from '../components/page.js'

export const Head = () => <title>Contact</title>

export default function Contact() {
  return <Page title="Contact" />
}
