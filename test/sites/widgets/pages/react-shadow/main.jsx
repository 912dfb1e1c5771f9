import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Panel } from '../../shared/panel.jsx';

/** All of the page is in an open shadow root, React's root included. */
function Page() {
  const [cells, setCells] = useState(Array(6).fill(''));
  const change = (index, { target }) => {
    const text = target.value.slice(-1);
    setCells((before) => before.map((cell, at) => (at === index ? text : cell)));
    if (text !== '') target.nextElementSibling?.focus();
  };
  const paste = (event) => {
    event.preventDefault();
    const text = event.clipboardData.getData('text').replace(/\D/g, '');
    setCells((before) => before.map((cell, at) => text[at] ?? cell));
  };
  return (
    <Panel code={cells.join('')}>
      <div onPaste={paste}>
        {cells.map((cell, index) => (
          <input
            key={index}
            inputMode="numeric"
            maxLength={1}
            value={cell}
            onChange={(event) => change(index, event)}
          />
        ))}
      </div>
    </Panel>
  );
}

createRoot(document.querySelector('#app').attachShadow({ mode: 'open' })).render(<Page />);
