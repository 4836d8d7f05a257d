import EmberRouter from '@ember/routing/router'

export default class Router extends EmberRouter {
  location = 'history'
  rootURL = '/'
}

// biome-ignore lint/suspicious/useIterableCallbackReturn: not an array's map
Router.map(function () {
  this.route('about')
  this.route('contact')
  this.route('old')
})
