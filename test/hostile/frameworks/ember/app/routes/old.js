import Route from '@ember/routing/route'
import { service } from '@ember/service'

export default class Old extends Route {
  @service router

  beforeModel() {
    this.router.replaceWith('about')
  }
}
