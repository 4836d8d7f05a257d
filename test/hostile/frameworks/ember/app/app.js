import Application from '@ember/application'
import Router from './router.js'

export default class App extends Application {
  modules = {
    './router': { default: Router },
    ...import.meta.glob('./{routes,templates}/**/*.{js,gjs}', { eager: true }),
  }
}
