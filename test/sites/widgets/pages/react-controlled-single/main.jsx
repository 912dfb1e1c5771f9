import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

/** The state holds digits alone; the field shows them in groups. */
function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code} label="Two-step sign-in">
      <label>
        Authentication code
        <input
          inputMode="numeric"
          placeholder="000 000"
          value={code.replace(/^(\d{3})(\d)/, '$1 $2')}
          onChange={(event) => setCode(event.target.value.replace(/\D/g, '').slice(0, 6))}
        />
      </label>
    </Panel>
  );
}

mount(<Page />);
