/* Says that the vault is safe where a page of ours can't: its script is missing, throws, or nothing comes of it. */
(() => {
  const start = document.documentElement;
  const words = document.getElementById('cannot-start');
  if (window.top !== window.self || !words) return;

  const tell = () => {
    if ('started' in start.dataset) return;
    for (const each of words.querySelectorAll('[data-text]')) {
      const text = globalThis.chrome?.i18n?.getMessage(each.dataset.text);
      if (text) each.textContent = text;
    }
    words.hidden = false;
  };
  const failed = ({ target }) => {
    // The window itself, or a script; a picture or a font that does not load stops nothing.
    if ([undefined, 'script'].includes(target.localName)) tell();
  };

  words.querySelector('button').addEventListener('click', () => location.reload());
  window.addEventListener('error', failed, true);
  window.addEventListener('unhandledrejection', tell);
  setTimeout(tell, 10000);
})();
