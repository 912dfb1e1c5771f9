import { useEffect, useRef, useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

/** Every input makes six new elements: whoever holds on to the old ones types into nothing. */
function Page() {
  const [cells, setCells] = useState(Array(6).fill(''));
  const [version, setVersion] = useState(0);
  const row = useRef(null);
  const change = (index, text) => {
    setCells((before) => before.map((cell, at) => (at === index ? text.slice(-1) : cell)));
    setVersion((before) => before + 1);
  };
  useEffect(() => {
    if (version > 0) row.current?.querySelectorAll('input')[cells.indexOf('')]?.focus();
  }, [version, cells]);
  return (
    <Panel code={cells.join('')}>
      <div ref={row}>
        {cells.map((cell, index) => (
          <input
            key={`${index}.${version}`}
            inputMode="numeric"
            maxLength={1}
            value={cell}
            onChange={(event) => change(index, event.target.value)}
          />
        ))}
      </div>
    </Panel>
  );
}

mount(<Page />);
