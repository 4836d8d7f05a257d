import { Component, inject } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { provideRouter, Router, RouterLink, RouterOutlet, withExperimentalPlatformNavigation } from '@angular/router'

@Component({ template: '<h1>Home</h1>' })
class Home {}

@Component({ template: '<h1>About</h1><div style="height: 2600px"></div>' })
class About {}

@Component({ template: '<h1>Contact</h1>' })
class Contact {}

@Component({
  selector: 'app-root',
  imports: [RouterLink, RouterOutlet],
  template: `
    <nav>
      <a id="to-home" routerLink="/">Home</a>&ngsp;
      <a id="to-about" routerLink="/about">About</a>&ngsp;
      <a id="to-contact" routerLink="/contact">Contact</a>&ngsp;
      <a id="to-old" routerLink="/old">Old</a>&ngsp;
      <button type="button" id="replace-contact" (click)="router.navigateByUrl('/contact', { replaceUrl: true })">Replace</button>&ngsp;
      <button type="button" id="choices" data-footfall="consent">Privacy choices</button>
    </nav>
    <router-outlet />
  `,
})
class App {
  readonly router = inject(Router)
}

const routes = [
  { path: '', component: Home, title: 'Home' },
  { path: 'about', component: About, title: 'About' },
  { path: 'contact', component: Contact, title: 'Contact' },
  { path: 'old', redirectTo: 'about' },
]

bootstrapApplication(App, {
  providers: [provideRouter(routes, withExperimentalPlatformNavigation())],
}).catch(console.error)
