import { useRef, useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

/** Each handler changes the cells that it saw when it was rendered: two in one tick lose a digit. */
function Page() {
  const [cells, setCells] = useState(Array(6).fill(''));
  const inputs = useRef([]);
  const change = (index, text) => {
    setCells(cells.map((cell, at) => (at === index ? text.slice(-1) : cell)));
    if (text !== '') inputs.current[index + 1]?.focus();
  };
  return (
    <Panel code={cells.join('')}>
      {cells.map((cell, index) => (
        <input
          key={index}
          ref={(element) => {
            inputs.current[index] = element;
          }}
          aria-label={`Digit ${index + 1}`}
          inputMode="numeric"
          maxLength={1}
          value={cell}
          onChange={(event) => change(index, event.target.value)}
        />
      ))}
    </Panel>
  );
}

mount(<Page />);
