import Component from '@glimmer/component'
import { on } from '@ember/modifier'
import { LinkTo } from '@ember/routing'
import { service } from '@ember/service'

export default class extends Component {
  @service router

  replace = () => this.router.replaceWith('contact')

  <template>
    <nav>
      <LinkTo @route="index" id="to-home">Home</LinkTo>
      <LinkTo @route="about" id="to-about">About</LinkTo>
      <LinkTo @route="contact" id="to-contact">Contact</LinkTo>
      <LinkTo @route="old" id="to-old">Old</LinkTo>
      <button type="button" id="replace-contact" {{on "click" this.replace}}>Replace</button>
      <button type="button" id="choices" data-footfall="consent">Privacy choices</button>
    </nav>
    {{outlet}}
  </template>
}
