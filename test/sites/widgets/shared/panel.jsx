import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { complete } from './complete.js';

/** What every React page has around its widget: the state as React holds it, and a button that waits for it. */
export function Panel({ code, label = 'Authentication code', isValid = /^\d{6}$/.test(code), children }) {
  const [sent, setSent] = useState('');
  useEffect(() => {
    if (/^\d{6}$/.test(code)) complete();
  }, [code]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setSent(code);
      }}
    >
      <h1>Two-factor authentication</h1>
      <p id="label">{label}</p>
      {children}
      <output id="state">{code}</output>
      <button id="verify" disabled={!isValid}>
        Verify
      </button>
      <output id="sent">{sent}</output>
    </form>
  );
}

export function mount(page) {
  createRoot(document.querySelector('#app')).render(page);
}
