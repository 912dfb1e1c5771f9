/** The browser, reached through the polyfill, here and nowhere else. */
export { default as browser } from 'webextension-polyfill';
