import { mount } from 'svelte';
import { readPaint } from '../../lib/platform/paint';
import { tabHere } from '../../lib/platform/tabs';
import App from './App.svelte';
import { fit } from './fit';

// Framed, our page could be clicked through by the page around it.
if (window.top === window.self) {
  // Asked for while the paint is read: a code whose font is on its way is not seen.
  void document.fonts.load('500 20px "Lockstep Codes"');
  const [paint, tab] = await Promise.all([readPaint(Date.now()), tabHere()]);
  mount(App, { target: document.body, props: { paint, tab } });
  document.documentElement.toggleAttribute('data-started', true);
  fit(document.body);
}
