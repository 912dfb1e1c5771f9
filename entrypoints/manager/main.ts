import { mount } from 'svelte';
import App from './App.svelte';

// Framed, our page could be clicked through by the page around it.
if (window.top === window.self) {
  mount(App, { target: document.body });
  document.documentElement.toggleAttribute('data-started', true);
}
