import Page from '../components/Page.js'

export default function Contact() {
  return <Page title="Contact" />
}
